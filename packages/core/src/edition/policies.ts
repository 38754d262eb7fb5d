import { z } from 'zod'
import { type CalendarDate, dateOf, toDayNumber } from '../calendar/date.js'
import type { CommandOptions } from '../contracts/command.js'
import { parseCommandOptions, parseInput } from '../import/parse.js'
import type { Refusal } from '../import/refusal.js'
import type { RecordRunner } from '../record/record-kind.js'
import { defineSlaPolicy, type SlaPolicy, type SlaPolicyInput } from '../sla/policy.js'
import { editionId, editionKind } from './edition-kind.js'
import type { LiveEditions } from './editions.js'

/** Options of `policies.adopt`. */
export interface AdoptOptions extends CommandOptions {
  /** First day on which the limits are in force, `'YYYY-MM-DD'` in Asia/Shanghai. Default: today, at once. */
  readonly from?: CalendarDate
}

/** Limits that were adopted. */
export interface AdoptedLimits {
  /** The limits. */
  readonly policy: SlaPolicy
  /** First day on which they are in force, `'YYYY-MM-DD'` in Asia/Shanghai. */
  readonly from: CalendarDate
  /** When it was decided, in milliseconds since 1970. */
  readonly at: number
}

/** What `policies.adopt` answers. */
export type AdoptResult =
  | {
      /** Adopted, or adopted already. */
      readonly ok: true
      /** Version of the limits. */
      readonly version: string
      /** First day on which they are in force. */
      readonly from: CalendarDate
      /** `false` when they were adopted for that day already. */
      readonly changed: boolean
    }
  | {
      /** Not adopted; nothing was written. */
      readonly ok: false
      /** Why not. */
      readonly refusal: Refusal
    }

/** 时限规则: the time limits of a running city, and from which day on they hold. */
export interface CityPolicies {
  /**
   * Adopts time limits from a day on: every process counts by them from that day, also one whose code has others. What runs already keeps the limit
   * that it began with; what begins, or begins anew, on that day or later has the new ones.
   *
   * 调整时限规则：自施行之日起，各进程均按新规则计算，无论其程序中是何规则；已经起算的时限不变。
   *
   * By: an admin of the whole city, or the system. Events: `editions.policyAdopted`; none when they are adopted for that day already. Refusals:
   * `policy-not-permitted`, `policy-day-passed`, `policy-clocks-missing`, `stale-version`, `key-reused`.
   *
   * @throws InvalidInputError with the path of every limit that is wrong
   * @example
   * ```ts
   * await huiyin.policies.adopt({ resolve: { workingDays: 2 } }, { by: admin, from: '2027-01-01' })
   * ```
   */
  adopt(policy: SlaPolicy | SlaPolicyInput, options: AdoptOptions): Promise<AdoptResult>
  /** The limits in force 现行时限规则: those that were adopted for today, else those of the options. */
  inForce(): SlaPolicy
  /** What was adopted, in the order in which it was decided. */
  adopted(): readonly AdoptedLimits[]
}

interface Parts {
  readonly runner: RecordRunner
  readonly editions: LiveEditions
  readonly now: () => number
  /** The limits in force, as this process counts by them. */
  readonly inForce: () => SlaPolicy
  /** Called after something was adopted. */
  readonly changed: () => void
}

const ownOptions = z.looseObject({ from: z.string().optional() })

// What `defineSlaPolicy` made is checked once more: it may have come by way of a file.
const isDefined = (input: SlaPolicy | SlaPolicyInput): input is SlaPolicy =>
  typeof input === 'object' &&
  input !== null &&
  typeof input.clocks === 'object' &&
  !('within' in (input.clocks as object))

/** The service of limits on a record runner. */
export function createPolicies({ runner, editions, now, inForce, changed }: Parts): CityPolicies {
  return Object.freeze({
    adopt: async (input: SlaPolicy | SlaPolicyInput, rawOptions: AdoptOptions): Promise<AdoptResult> => {
      const { from: given, ...rest } = parseInput(ownOptions, rawOptions, ['options'], 'command options')
      const options = parseCommandOptions(rest)
      if (given !== undefined) toDayNumber(given, ['options', 'from'])
      const policy = defineSlaPolicy(isDefined(input) ? { ...input, ...input.clocks, clocks: undefined } : input)
      const from = given ?? dateOf(now())
      const result = await runner.run(editionKind, editionId, { name: 'adopt', policy, from }, options)
      if (!result.ok) return result
      // What a transaction of the host may still take back is not in force yet.
      if (options.tx === undefined) {
        editions.adopt(result.record)
        changed()
      }
      return { ok: true, version: policy.version, from, changed: result.events.length > 0 }
    },
    inForce,
    adopted: () => editions.adopted(),
  })
}
