import type { Refusal } from '../../import/refusal.js'
import { type Area, type AreaRow, depthOf } from '../area.js'
import { type AreaChange, type AreaStep, type NewAreaEvent, rowsPerEvent } from '../area-events.js'
import { areaRefusals } from '../area-refusals.js'
import type { AreaDraft } from './draft.js'
import type { StepJudge } from './judge.js'

type Step<Name extends AreaStep['name']> = Extract<AreaStep, { readonly name: Name }>
type Outcome = { readonly events: readonly NewAreaEvent[] } | { readonly refusal: Refusal }

const refuse = (refusal: Refusal): Outcome => ({ refusal })

// Permission is asked for where the rows are put: at the parents that are not among them; for a root, at its own code.
function anchorsOf(rows: readonly AreaRow[]): readonly string[] {
  const inside = new Set(rows.map((row) => row.code))
  const hanging = rows.filter((row) => row.parent === null || !inside.has(row.parent))
  return [...new Set(hanging.map((row) => row.parent ?? row.code))]
}

const levelRefusal = (area: AreaRow, expected: string): Refusal | undefined =>
  area.level === expected
    ? undefined
    : areaRefusals['area-level-differs']({ code: area.code, level: area.level, expected })

function newAreas(rows: readonly AreaRow[], level: string, draft: AreaDraft, judge: StepJudge): Refusal | undefined {
  const taken = rows.find((row) => draft.get(row.code) !== undefined)
  if (taken !== undefined) return areaRefusals['area-code-taken']({ code: taken.code })
  const stray = rows.map((row) => levelRefusal(row, level)).find((each) => each !== undefined)
  if (stray !== undefined) return stray
  const faults = judge.faults(rows, draft)
  if (faults.length > 0) return areaRefusals['area-rows-wrong']({ faults })
  return judge.permitted(anchorsOf(rows), draft)
}

/** What lies in a retired area moves to the one that takes its place: nothing may lie below an area that is not in force. */
function moves(code: string, parentOf: (child: string) => string, draft: AreaDraft): NewAreaEvent[] {
  return draft.children(code).map((child) => ({
    type: 'areas.redrawn',
    data: {
      code: child.code,
      change: { parent: parentOf(child.code) },
      oldPath: `${draft.path(code)}${child.code}/`,
      follows: true,
    },
  }))
}

function importing({ rows }: Step<'import'>, draft: AreaDraft, judge: StepJudge): Outcome {
  // Checked again here: since the service checked, somebody may have added the same codes or retired a parent.
  const faults = judge.faults(rows, draft)
  if (faults.length > 0) return refuse(areaRefusals['area-rows-wrong']({ faults }))
  const added = rows.filter((row) => draft.get(row.code) === undefined)
  const refusal = judge.permitted(anchorsOf(added), draft, 'import')
  if (refusal !== undefined) return refuse(refusal)
  const events: NewAreaEvent[] = []
  for (let start = 0; start < added.length; start += rowsPerEvent)
    events.push({ type: 'areas.imported', data: { rows: added.slice(start, start + rowsPerEvent) } })
  return { events }
}

function splitting({ from, into, contents = {} }: Step<'split'>, draft: AreaDraft, judge: StepJudge): Outcome {
  const area = draft.inForce(from)
  if (area === undefined) return refuse(areaRefusals['area-not-in-force']({ code: from }))
  const refusal = judge.permitted([from], draft) ?? newAreas(into, area.level, draft, judge)
  if (refusal !== undefined) return refuse(refusal)
  const targets = new Set(into.map((row) => row.code))
  const wrong = Object.entries(contents).find(
    ([child, target]) => draft.inForce(child)?.parent !== from || !targets.has(target),
  )
  if (wrong !== undefined) return refuse(areaRefusals['area-contents-wrong']({ code: wrong[0], into: wrong[1] }))
  const first = (into[0] as AreaRow).code
  const placeOf = (child: string) => (Object.hasOwn(contents, child) ? (contents[child] as string) : first)
  const split: NewAreaEvent = { type: 'areas.split', data: { from, into, oldPath: draft.path(from) } }
  return { events: [split, ...moves(from, placeOf, draft)] }
}

function rowOf(area: Area): AreaRow {
  const { code, name, level, parent, kind } = area
  return { code, name, level, parent, ...(kind !== undefined && { kind }) }
}

function merging(step: Step<'merge'>, draft: AreaDraft, judge: StepJudge): Outcome {
  const existing = typeof step.into === 'string' ? draft.inForce(step.into) : undefined
  if (typeof step.into === 'string' && existing === undefined)
    return refuse(areaRefusals['area-not-in-force']({ code: step.into }))
  const into = existing === undefined ? (step.into as AreaRow) : rowOf(existing)
  const from = step.from.filter((code) => code !== existing?.code)
  const gone = from.find((code) => draft.inForce(code) === undefined)
  if (gone !== undefined) return refuse(areaRefusals['area-not-in-force']({ code: gone }))
  const level = existing?.level ?? (draft.inForce(from[0] as string) as Area).level
  const refusal =
    from.map((code) => levelRefusal(draft.inForce(code) as Area, level)).find((each) => each !== undefined) ??
    judge.permitted(existing === undefined ? from : [...from, into.code], draft) ??
    (existing === undefined ? newAreas([into], level, draft, judge) : undefined)
  if (refusal !== undefined) return refuse(refusal)
  if (from.length === 0) return { events: [] }
  const merged: NewAreaEvent = {
    type: 'areas.merged',
    data: {
      from,
      into,
      ...(existing !== undefined && { kept: true }),
      oldPaths: from.map((code) => draft.path(code)),
    },
  }
  return { events: [merged, ...from.flatMap((code) => moves(code, () => into.code, draft))] }
}

function retiring({ code, into }: Step<'retire'>, draft: AreaDraft, judge: StepJudge): Outcome {
  const area = draft.inForce(code)
  if (area === undefined) return refuse(areaRefusals['area-not-in-force']({ code }))
  const named = into ?? area.parent
  const successor = named === null ? undefined : draft.inForce(named)
  if (successor === undefined || successor.code === code || depthOf(successor.level) > depthOf(area.level))
    return refuse(areaRefusals['area-successor-missing']({ code }))
  const refusal = judge.permitted([code, successor.code], draft)
  if (refusal !== undefined) return refuse(refusal)
  const retired: NewAreaEvent = {
    type: 'areas.retired',
    data: { code, into: successor.code, oldPath: draft.path(code) },
  }
  return { events: [retired, ...moves(code, () => successor.code, draft)] }
}

/** The codes that change with that of an area, parents first, and the areas among them whose own code stays. */
function recodedWith(area: Area, { to, below = false }: Step<'recode'>, draft: AreaDraft) {
  const codes: { readonly from: string; readonly into: AreaRow; readonly oldPath: string }[] = []
  const staying: NewAreaEvent[] = []
  const recode = (each: Area, code: string, parent: string | null, oldPath: string): void => {
    codes.push({ from: each.code, into: { ...rowOf(each), code, parent }, oldPath })
    for (const child of draft.children(each.code)) {
      const path = `${oldPath}${child.code}/`
      if (below && child.code.startsWith(each.code))
        recode(child, `${code}${child.code.slice(each.code.length)}`, code, path)
      else
        staying.push({
          type: 'areas.redrawn',
          data: { code: child.code, change: { parent: code }, oldPath: path, follows: true },
        })
    }
  }
  recode(area, to, area.parent, draft.path(area.code))
  return { codes, staying }
}

function recoding(step: Step<'recode'>, draft: AreaDraft, judge: StepJudge): Outcome {
  const area = draft.inForce(step.code)
  if (area === undefined) return refuse(areaRefusals['area-not-in-force']({ code: step.code }))
  const own = judge.permitted([step.code], draft)
  if (own !== undefined) return refuse(own)
  const { codes, staying } = recodedWith(area, step, draft)
  const rows = codes.map(({ into }) => into)
  const taken = rows.find((row) => draft.get(row.code) !== undefined)
  if (taken !== undefined) return refuse(areaRefusals['area-code-taken']({ code: taken.code }))
  const faults = judge.faults(rows, draft)
  if (faults.length > 0) return refuse(areaRefusals['area-rows-wrong']({ faults }))
  const events: NewAreaEvent[] = []
  for (let start = 0; start < codes.length; start += rowsPerEvent)
    events.push({ type: 'areas.recoded', data: { codes: codes.slice(start, start + rowsPerEvent) } })
  return { events: [...events, ...staying] }
}

function differing(area: Area, change: AreaChange): AreaChange {
  const fields = Object.entries(change) as [keyof AreaChange, string][]
  return Object.fromEntries(fields.filter(([field, value]) => area[field] !== value))
}

function redrawing({ code, change }: Step<'redraw'>, draft: AreaDraft, judge: StepJudge): Outcome {
  const area = draft.inForce(code)
  if (area === undefined) return refuse(areaRefusals['area-not-in-force']({ code }))
  const own = judge.permitted([code], draft)
  if (own !== undefined) return refuse(own)
  const changed = differing(area, change)
  if (Object.keys(changed).length === 0) return { events: [] }
  if (changed.parent !== undefined) {
    // A parent of a less deep level is never below the area itself, so this cannot make a cycle.
    const parent = draft.inForce(changed.parent)
    if (parent === undefined || depthOf(parent.level) >= depthOf(area.level))
      return refuse(areaRefusals['area-move-impossible']({ code, parent: changed.parent }))
    const there = judge.permitted([changed.parent], draft)
    if (there !== undefined) return refuse(there)
  }
  return { events: [{ type: 'areas.redrawn', data: { code, change: changed, oldPath: draft.path(code) } }] }
}

function eventsOf(step: AreaStep, draft: AreaDraft, judge: StepJudge): Outcome {
  switch (step.name) {
    case 'import':
      return importing(step, draft, judge)
    case 'split':
      return splitting(step, draft, judge)
    case 'merge':
      return merging(step, draft, judge)
    case 'retire':
      return retiring(step, draft, judge)
    case 'recode':
      return recoding(step, draft, judge)
    case 'redraw':
      return redrawing(step, draft, judge)
  }
}

/** Takes steps one after the other on a draft: the events they make, or the first refusal. The draft is of no use after a refusal. */
export function takeSteps(steps: readonly AreaStep[], draft: AreaDraft, judge: StepJudge): Outcome {
  const events: NewAreaEvent[] = []
  for (const step of steps) {
    const taken = eventsOf(step, draft, judge)
    if ('refusal' in taken) return taken
    draft.fold(taken.events)
    events.push(...taken.events)
  }
  return { events }
}
