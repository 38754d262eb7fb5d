import { z } from 'zod'
import type { Authority } from '../authority/authority.js'
import { type CalendarDate, dateOf, toDayNumber } from '../calendar/date.js'
import type { CommandOptions } from '../contracts/command.js'
import { parseCommandOptions, parseInput } from '../import/parse.js'
import type { Refusal } from '../import/refusal.js'
import { plainText } from '../privacy/text.js'
import type { Moment, RecordRunner } from '../record/record-kind.js'
import { defineSlaPolicy, type SlaPolicy, type SlaPolicyInput } from '../sla/policy.js'
import type { EditionFacts } from './edition.js'
import { type EditionContext, editionId, editionKind } from './edition-kind.js'
import type { AdoptedLimits, LiveEditions, RecordedEdition } from './editions.js'
import { type LimitChange, limitChanges } from './limit-changes.js'

/** Options of `policies.adopt`. */
export interface AdoptOptions extends CommandOptions {
  /** First day on which the limits are in force, `'YYYY-MM-DD'` in Asia/Shanghai. Default: today, at once. */
  readonly from?: CalendarDate
  /** What it rests on, such as the number of a document; up to 200 characters, kept in the record and never erased. */
  readonly basis?: string
}

/** What `policies.preview` answers. */
export type PolicyPreview =
  | {
      /** They could be adopted. */
      readonly ok: true
      /** Version of the limits. */
      readonly version: string
      /** First day on which they would be in force. */
      readonly from: CalendarDate
      /** `false` when they are adopted for that day already. */
      readonly changed: boolean
      /** Version of the limits that are in force on that day as things stand. */
      readonly instead: string
      /** Where the two differ. */
      readonly changes: readonly LimitChange[]
    }
  | {
      /** They would be refused. */
      readonly ok: false
      /** Why. */
      readonly refusal: Refusal
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
   * By: a system administrator of the whole city, or the system. Events: `editions.policyAdopted`; none when they are adopted for that day already. Refusals:
   * `policy-not-permitted`, `policy-day-passed`, `policy-clocks-missing`, `stale-version`, `key-reused`.
   *
   * @throws InvalidInputError with the path of every limit that is wrong
   * @example
   * ```ts
   * await huiyin.policies.adopt({ resolve: { workingDays: 2 } }, { by: systemAdmin, from: '2027-01-01' })
   * ```
   */
  adopt(policy: SlaPolicy | SlaPolicyInput, options: AdoptOptions): Promise<AdoptResult>
  /**
   * What adopting these limits would change, rule by rule, or why it would be refused. Nothing is written.
   *
   * @throws as `adopt`
   * @example
   * ```ts
   * const preview = await huiyin.policies.preview({ resolve: { workingDays: 2 } }, { by: systemAdmin, from: '2027-01-01' })
   * if (preview.ok) for (const { clock, rule, before, after } of preview.changes) console.log(clock, rule, before, after)
   * ```
   */
  preview(policy: SlaPolicy | SlaPolicyInput, options: AdoptOptions): Promise<PolicyPreview>
  /** The limits in force 现行时限规则: those that were adopted for today, else those of the options. */
  inForce(): SlaPolicy
  /** What was adopted, in the order in which it was decided. */
  adopted(): readonly AdoptedLimits[]
  /** 规则版本: every set of limits, calendar and lifecycle that a process recorded, oldest first. */
  editions(): readonly RecordedEdition[]
}

interface Parts {
  readonly runner: RecordRunner
  readonly editions: LiveEditions
  readonly now: () => number
  readonly authority: Authority
  /** What the record of editions is judged with. */
  readonly contextOf: (moment: Moment) => Promise<EditionContext>
  /** The limits in force, as this process counts by them. */
  readonly inForce: () => SlaPolicy
  /** The limits that will be in force on a day, as things stand. */
  readonly onDay: (date: CalendarDate) => SlaPolicy
  /** Limits with the clocks of plugins, as processes count by them. */
  readonly complete: (policy: SlaPolicy) => SlaPolicy
  /** Called after something was adopted. */
  readonly changed: () => void
}

const ownOptions = z.looseObject({ from: z.string().optional(), basis: plainText(200).optional() })

// What `defineSlaPolicy` made is checked once more: it may have come by way of a file.
const isDefined = (input: SlaPolicy | SlaPolicyInput): input is SlaPolicy =>
  typeof input === 'object' &&
  input !== null &&
  typeof input.clocks === 'object' &&
  !('within' in (input.clocks as object))

function readCommand(input: SlaPolicy | SlaPolicyInput, rawOptions: unknown, now: number) {
  const { from: given, basis, ...rest } = parseInput(ownOptions, rawOptions, ['options'], 'command options')
  const options = parseCommandOptions(rest)
  if (given !== undefined) toDayNumber(given, ['options', 'from'])
  const policy = defineSlaPolicy(isDefined(input) ? { ...input, ...input.clocks, clocks: undefined } : input)
  const from = given ?? dateOf(now)
  return { command: { name: 'adopt', policy, from, ...(basis !== undefined && { basis }) } as const, options }
}

/** The service of limits on a record runner. */
export function createPolicies(parts: Parts): CityPolicies {
  const { runner, editions, now, authority, contextOf, inForce, onDay, complete, changed } = parts

  async function adopt(input: SlaPolicy | SlaPolicyInput, rawOptions: AdoptOptions): Promise<AdoptResult> {
    const { command, options } = readCommand(input, rawOptions, now())
    const result = await runner.run(editionKind, editionId, command, options)
    if (!result.ok) return result
    // What a transaction of the host may still take back is not in force yet.
    if (options.tx === undefined) {
      editions.adopt(result.record)
      changed()
    }
    return { ok: true, version: command.policy.version, from: command.from, changed: result.events.length > 0 }
  }

  async function preview(input: SlaPolicy | SlaPolicyInput, rawOptions: AdoptOptions): Promise<PolicyPreview> {
    const { command, options } = readCommand(input, rawOptions, now())
    const { policy, from } = command
    await editions.refresh()
    const facts = (await runner.facts<EditionFacts>(editionKind, editionId))?.facts
    const decision = editionKind.decide(facts, command, await contextOf({ now: now(), by: options.by, authority }))
    if ('refusal' in decision) return { ok: false, refusal: decision.refusal }
    const before = onDay(from)
    return {
      ok: true,
      version: policy.version,
      from,
      changed: decision.events.length > 0,
      instead: before.version,
      changes: limitChanges(before, complete(policy)),
    }
  }

  return Object.freeze({ adopt, preview, inForce, adopted: () => editions.adopted(), editions: () => editions.all() })
}
