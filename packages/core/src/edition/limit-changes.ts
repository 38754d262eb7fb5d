import { canonical } from '../record/canonical.js'
import type { ClockPolicy, SlaPolicy } from '../sla/policy.js'

/** One rule in which two sets of limits differ. */
export interface LimitChange {
  /** Name of the clock; absent for a rule of the whole policy. */
  readonly clock?: string
  /** Which rule: `within`, `warnings`, `cutoff` … of a clock, `pauseReasons`, `maxExtension` … of the policy. */
  readonly rule: string
  /** As it was; absent where there was none. */
  readonly before?: unknown
  /** As it will be; absent where there is none. */
  readonly after?: unknown
}

const ofClock = ['within', 'warnings', 'cutoff', 'startDay', 'lastDay', 'maxExtension'] as const
const ofPolicy = [
  ...(['pauseReasons', 'maxExtension', 'escalateEvery', 'splitLimit', 'cards', 'urgencies', 'returnWithin'] as const),
]

function differences<Of extends object>(rules: readonly (keyof Of & string)[], before?: Of, after?: Of): LimitChange[] {
  return rules.flatMap((rule) => {
    const [was, is] = [before?.[rule], after?.[rule]]
    if (was === is || (was !== undefined && is !== undefined && canonical(was) === canonical(is))) return []
    return [{ rule, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }]
  })
}

/** Where two sets of limits differ: clock by clock in the order of their names, then the rules of the whole policy. */
export function limitChanges(before: SlaPolicy, after: SlaPolicy): readonly LimitChange[] {
  const clocks = [...new Set([...Object.keys(before.clocks), ...Object.keys(after.clocks)])].sort()
  const ofClocks = clocks.flatMap((clock) =>
    differences<ClockPolicy>(ofClock, before.clocks[clock], after.clocks[clock]).map((each) => ({ clock, ...each })),
  )
  return [...ofClocks, ...differences<SlaPolicy>(ofPolicy, before, after)]
}
