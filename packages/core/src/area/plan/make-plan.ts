import type { Refusal } from '../../import/refusal.js'
import { type Area, type AreaRow, areaLevels } from '../area.js'
import type { AreaChange, AreaStep, NewAreaEvent } from '../area-events.js'
import { areaFaults, areaRefusals } from '../area-refusals.js'
import { draftOf } from '../change/draft.js'
import { noJudge, type StepJudge } from '../change/judge.js'
import { takeSteps } from '../change/step-events.js'
import { type AreaRules, areaRow, checkAreaRows } from '../check-rows.js'
import type { AreaHistory } from '../history.js'
import { pathsLeftBy } from '../left-paths.js'
import type { AreaFates, AreaPlan, AreaPlanItem } from './area-plan.js'

/** A plan without what is counted in the record. */
export type MadePlan = Pick<AreaPlan, 'items' | 'unchanged' | 'questions' | 'errors' | 'steps'> & {
  /** What the steps come to. */
  readonly events: readonly NewAreaEvent[]
}

const keyOf = ({ name, parent }: Pick<AreaRow, 'name' | 'parent'>) => `${parent ?? ''}\n${name}`

function rowsIn(raws: readonly unknown[]): ReadonlyMap<string, AreaRow> {
  const rows = new Map<string, AreaRow>()
  for (const raw of raws) {
    const row = areaRow.safeParse(raw).data
    if (row !== undefined && !rows.has(row.code)) rows.set(row.code, row)
  }
  return rows
}

// A list with one row at the top is complete for that area; one with several at the top is complete for what these lie in.
function scopeOf(rows: ReadonlyMap<string, AreaRow>, { within, recodes = [] }: AreaFates, history: AreaHistory) {
  if (within !== undefined) return [within]
  const hanging = [...rows.values()].filter(({ parent }) => parent === null || !rows.has(parent))
  const [only] = hanging
  if (hanging.length !== 1 || only === undefined) return [...new Set(hanging.flatMap(({ parent }) => parent ?? []))]
  const before = recodes.find(({ to }) => to === only.code)?.code ?? only.code
  return history.tree().has(before) ? [before] : only.parent === null ? [] : [only.parent]
}

const told = ({ merges = [], recodes = [], splits = [], retired = [] }: AreaFates) =>
  new Set([
    ...merges.flatMap(({ from }) => from),
    ...recodes.map(({ code }) => code),
    ...splits.map(({ from }) => from),
    ...retired.map(({ code }) => code),
  ])

/** What a list says that the tree does not, level by level from the top: each level is compared with what the levels above have become. */
export function makePlan(
  raws: readonly unknown[],
  fates: AreaFates,
  history: AreaHistory,
  rules: AreaRules,
  at: number,
): MadePlan {
  const { merges = [], recodes = [], splits = [], retired = [] } = fates
  const { errors, unchanged } = checkAreaRows(raws, history, { ...rules, mayDiffer: true, distinctNames: true })
  const rows = rowsIn(raws)
  const draft = draftOf(history, at)
  const judge: StepJudge = { ...noJudge, faults: (some, areas) => checkAreaRows(some, areas, rules).errors }
  const tree = history.tree()
  const inScope = scopeOf(rows, fates, history).flatMap((code) => tree.subtree(code))
  const explained = told(fates)
  const steps: AreaStep[] = []
  const events: NewAreaEvent[] = []
  const items: AreaPlanItem[] = []
  const questions: Refusal[] = []
  const unknown = new Set<string>()

  function take(step: AreaStep, ...understood: readonly AreaPlanItem[]): void {
    const taken = takeSteps([step], draft, judge)
    if ('refusal' in taken) questions.push(taken.refusal)
    else if (taken.events.length > 0) {
      steps.push(step)
      events.push(...taken.events)
      items.push(...understood)
    }
  }

  const nameOf = (code: string) => rows.get(code)?.name ?? draft.get(code)?.name ?? code
  const levelOf = (code: string) => draft.get(code)?.level

  function recode(code: string, to: string): void {
    take({ name: 'recode', code, to }, { what: 'recoded', code: to, name: (draft.get(code) as Area).name, was: [code] })
  }

  // Gone, and there again under another code: one that has the name and the parent, and is the only one on either side.
  function recodeAlike(gone: readonly Area[], fresh: readonly AreaRow[]): void {
    const there = Map.groupBy(fresh, keyOf)
    const here = Map.groupBy(gone, ({ code, name }) => keyOf({ name, parent: (draft.inForce(code) as Area).parent }))
    for (const [key, areas] of here) {
      const [area] = areas
      const candidates = there.get(key) ?? []
      const [row] = candidates
      if (area !== undefined && row !== undefined && areas.length === 1 && candidates.length === 1)
        recode(area.code, row.code)
    }
  }

  function mergeInto(from: readonly string[], into: string): void {
    const row = rows.get(into)
    const isNew = history.get(into) === undefined && draft.get(into) === undefined
    const was = from.filter((code) => code !== into)
    take(
      { name: 'merge', from, into: isNew && row !== undefined ? row : into },
      { what: 'merged', code: into, name: nameOf(into), was },
    )
  }

  function redraw(row: AreaRow): void {
    const area = draft.inForce(row.code)
    if (area === undefined) return
    const { code, name } = row
    const change: AreaChange = {
      ...(name !== area.name && { name }),
      ...(row.parent !== null && row.parent !== area.parent && { parent: row.parent }),
      ...(row.kind !== undefined && row.kind !== area.kind && { kind: row.kind }),
    }
    if (Object.keys(change).length === 0) return
    const differences: AreaPlanItem[] = [
      ...(change.name === undefined ? [] : [{ what: 'renamed', code, name, was: [area.name] } as const]),
      ...(change.parent === undefined ? [] : [{ what: 'moved', code, name, was: [area.parent ?? ''] } as const]),
      ...(change.kind === undefined ? [] : [{ what: 'regraded', code, name, was: [area.kind ?? ''] } as const]),
    ]
    take({ name: 'redraw', code, change }, ...differences)
  }

  for (const code of explained) if (!tree.has(code)) questions.push(areaRefusals['area-not-in-force']({ code }))
  for (const level of areaLevels) {
    const listed = [...rows.values()].filter((row) => row.level === level)
    for (const { code, to } of recodes) if (levelOf(code) === level) recode(code, to)
    const isFresh = (code: string) => draft.get(code) === undefined
    // A level that is not in the list follows what the levels above become.
    const gone = () =>
      inScope.filter(
        ({ code, level: at }) =>
          listed.length > 0 && at === level && !rows.has(code) && !explained.has(code) && draft.inForce(code),
      )
    const named = new Set([...merges.map(({ into }) => into), ...splits.flatMap(({ into }) => into)])
    recodeAlike(
      gone(),
      listed.filter(({ code }) => isFresh(code) && !named.has(code)),
    )
    for (const { from, into } of merges) if (levelOf(from[0] ?? '') === level) mergeInto(from, into)
    for (const { from, into, contents } of splits)
      if (levelOf(from) === level) {
        const parts = into.flatMap((code) => rows.get(code) ?? [])
        const step: AreaStep = { name: 'split', from, into: parts, ...(contents !== undefined && { contents }) }
        take(step, { what: 'split', code: from, name: nameOf(from), was: [], into })
      }
    const added = listed.filter(({ code }) => isFresh(code))
    const asAdded = ({ code, name }: AreaRow): AreaPlanItem => ({ what: 'added', code, name, was: [] })
    if (errors.length === 0) take({ name: 'import', rows: added }, ...added.map(asAdded))
    for (const { code, into } of retired)
      if (levelOf(code) === level) {
        const successor = into ?? draft.inForce(code)?.parent ?? ''
        const step: AreaStep = { name: 'retire', code, ...(into !== undefined && { into }) }
        take(step, { what: 'retired', code, name: nameOf(code), was: [], into: [successor] })
      }
    for (const row of listed) redraw(row)
    for (const { code, name, parent } of gone()) {
      unknown.add(code)
      // Asked once, for the topmost: what lies below it may be answered with it.
      if (unknown.has(parent ?? '')) continue
      const candidates = listed.filter((row) => row.name === name && !tree.has(row.code)).map((row) => row.code)
      questions.push(areaFaults['area-fate-unknown']({ code, name, level, candidates }))
    }
  }
  return { steps, events, items, unchanged, questions, errors }
}

/** Below which paths something will lie elsewhere after a change: those that hold now, and none below another. */
export function pathsLeft(events: readonly NewAreaEvent[], history: AreaHistory): readonly string[] {
  const tree = history.tree()
  const kept: string[] = []
  for (const path of events
    .flatMap(pathsLeftBy)
    .filter((each) => tree.path(each.split('/').at(-2) ?? '') === each)
    .sort()) {
    const above = kept.at(-1)
    if (above === undefined || !path.startsWith(above)) kept.push(path)
  }
  return kept
}
