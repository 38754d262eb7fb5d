import { assertMay, notPermittedError } from '../../authority/assert-may.js'
import type { Authority } from '../../authority/authority.js'
import { dateOf } from '../../calendar/date.js'
import type { Actor } from '../../contracts/actor.js'
import type { CommandOptions, ReadOptions } from '../../contracts/command.js'
import { NotFoundError } from '../../errors.js'
import { parseCommandOptions, parseInput, parseReader, queryAndOptions } from '../../import/parse.js'
import type { NewAreaEvent, ScheduledAreaChange } from '../area-events.js'
import { areaRefusals } from '../area-refusals.js'
import type { AreaResult, Areas } from '../areas.js'
import type { AreasCommand } from '../areas-kind.js'
import { effectOf } from '../change/effect.js'
import { type AreaRules, rowsInput } from '../check-rows.js'
import type { AreaHistory } from '../history.js'
import { areaInputs, effectiveAt } from '../inputs.js'
import type { LiveAreas } from '../live-areas.js'
import type { AreaChangePreview, AreaFates, AreaPlan } from './area-plan.js'
import { makePlan, pathsLeft } from './make-plan.js'

/** Counts what lies below these paths, and which of these grids have a team. */
export type Impact = (left: {
  readonly paths: readonly string[]
  readonly grids: readonly string[]
}) => Promise<Pick<AreaPlan, 'openRequests' | 'teams'>>

interface Parts {
  readonly live: LiveAreas
  readonly rules: AreaRules
  readonly digest: (of: unknown) => string
  readonly authority: Authority
  readonly impact: Impact | undefined
  readonly run: (command: AreasCommand, options: CommandOptions, body: object) => Promise<AreaResult>
  readonly now: () => number
}

const nothing: Impact = async () => ({ openRequests: 0, teams: [] })

/** Plans from lists, and previews of what was decided ahead. */
export function planner(parts: Parts): Pick<Areas, 'plan' | 'apply' | 'scheduled' | 'preview'> {
  const { live, rules, digest, authority, impact = nothing, run, now } = parts

  function impactOf(events: readonly NewAreaEvent[], history: AreaHistory) {
    const paths = pathsLeft(events, history)
    const tree = history.tree()
    const below = paths.flatMap((path) => tree.subtree(path.split('/').at(-2) ?? ''))
    return impact({ paths, grids: below.filter(({ level }) => level === 'grid').map(({ code }) => code) })
  }

  const plan = async (raws: readonly unknown[], first: AreaFates | ReadOptions, second?: ReadOptions) => {
    const [told = {}, options] = queryAndOptions<AreaFates>(first, second)
    const by = parseReader(options)
    assertMay(authority, by, ['areas', 'plan'], live.directory(), told.within === undefined ? undefined : [told.within])
    return planWithin(undefined, raws, told)
  }

  // Whoever plans for a part of the city looks at what others have decided for theirs.
  function assertPlans(by: Actor): void {
    const parties = authority.parties('areas', 'plan')
    const plans = by.kind === 'system' || authority.grantsOf(by).some(({ role }) => parties.includes(role))
    if (!plans) throw notPermittedError(authority, by, 'areas', 'plan')
  }

  async function planWithin(tx: unknown, raws: readonly unknown[], told: AreaFates = {}): Promise<AreaPlan> {
    const rows = parseInput(rowsInput, raws, ['rows'], 'area rows')
    const fates = parseInput(areaInputs.fates, told, ['told'], 'what became of areas') as typeof told
    const history = await live.within(tx)
    const { effectiveFrom } = fates
    const at = effectiveAt(effectiveFrom).effectiveFrom ?? now()
    if (fates.within !== undefined && !history.tree().has(fates.within))
      throw new NotFoundError('area', fates.within, ['told', 'within'])
    const made = makePlan(rows, fates, history.asOf(at), rules, at)
    const { events, ...seen } = made
    return {
      ok: made.questions.length === 0 && made.errors.length === 0,
      digest: digest({ steps: made.steps, effectiveFrom: effectiveFrom ?? '' }),
      ...(effectiveFrom !== undefined && { effectiveFrom }),
      ...seen,
      ...(await impactOf(events, history)),
    }
  }

  async function apply(
    raws: readonly unknown[],
    { digest: raw, ...told }: Parameters<Areas['apply']>[1],
    rawOptions: CommandOptions,
  ): Promise<AreaResult> {
    const planned = parseInput(areaInputs.digest, raw, ['digest'], 'digest of a plan')
    const options = parseCommandOptions(rawOptions)
    const made = await planWithin(options.tx, raws, told)
    // With a key the record is asked in any case: what was applied is not open any more.
    if (!made.ok && options.key === undefined)
      return {
        ok: false,
        refusal: areaRefusals['area-plan-open']({ questions: made.questions.length, faults: made.errors.length }),
      }
    const { steps } = made
    const own = made.ok ? made.digest : ''
    const command = { name: 'reform', steps, digest: own, planned, ...effectiveAt(made.effectiveFrom) } as const
    return run(command, options, { planned })
  }

  const scheduled = () =>
    live.history().pending.map(({ id, effectiveFrom, steps }) => ({
      change: id,
      effectiveFrom: dateOf(effectiveFrom),
      steps,
    }))

  async function preview(id: string, options: ReadOptions): Promise<AreaChangePreview> {
    assertPlans(parseReader(options))
    await live.refresh()
    const history = live.history()
    const change: ScheduledAreaChange | undefined = history.pending.find((each) => each.id === id)
    const listed = scheduled().find((each) => each.change === id)
    if (change === undefined || listed === undefined) throw new NotFoundError('change', id, ['change'])
    const events = effectOf(change, history.asOf(change.effectiveFrom - 1))
    return { ...listed, ...(await impactOf(events, history)) }
  }

  return { plan, apply, scheduled, preview }
}
