/**
 * Given / when / then for the pure domain of requests: no storage, no runtime. For tests of laws and of lifecycles.
 *
 * @module
 */
import {
  type Actor,
  createBusinessHours,
  createWorkCalendar,
  defaultAttachmentPolicy,
  defaultRatingPolicy,
  defaultSlaPolicy,
} from '@huiyin/core'
import type { ClockEnvironment } from '@huiyin/core/calendar'
import {
  type CommandNamed,
  type Decision,
  decideRequest,
  defaultAuthoriser,
  defaultAuthority,
  evolveRequest,
  type LifecycleTable,
  loadLifecycle,
  type RequestCommand,
  type RequestContext,
  type RequestEvent,
  type RequestFacts,
  type Sealed,
} from '@huiyin/core/plugin'

const calendar = createWorkCalendar()
/** The default time limits, in core's calendar and opening hours. */
export const sla: ClockEnvironment = { calendar, hours: createBusinessHours(calendar), policy: defaultSlaPolicy }
/** The default lifecycle, loaded without plugins. */
export const table: LifecycleTable = loadLifecycle(undefined, [], defaultSlaPolicy)

/** An instant in Beijing time: `at('2022-01-04 10:00')`. */
export function at(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
}

/** A reference to a text that stands in no vault: the pure domain never reads it. */
export const sealed: Sealed = { ref: 't.1', commitment: 'c' }
/** Submits the requests of a scenario. */
export const resident: Actor = { id: 'res-1', kind: 'resident', grants: [] }
/** Holds `dispatcher` over the county. */
export const dispatcher: Actor = { id: 'desk', kind: 'staff', grants: [{ role: 'dispatcher', area: '370281' }] }
/** Holds `supervisor` over the county. */
export const supervisor: Actor = { id: 'chief', kind: 'staff', grants: [{ role: 'supervisor', area: '370281' }] }
/** Heads `housing`, the unit in charge of both categories, and handles for it. */
export const handler: Actor = { id: 'officer', kind: 'staff', grants: [{ role: 'unitHead', unit: 'housing' }] }
/** Heads `water`, a unit that can co-handle or be transferred to. */
export const partner: Actor = { id: 'engineer', kind: 'staff', grants: [{ role: 'unitHead', unit: 'water' }] }
/** Issues what core itself issues: expiries, warnings, effects of other requests. */
export const system: Actor = { id: 'system', kind: 'system', grants: [] }

const areas: readonly string[] = ['370281', '370281001', '370281001001', '370281001001001']
const units: readonly string[] = ['housing', 'water', 'town']
const categories: Readonly<Record<string, { preClosingCheck: boolean; proofRequired?: boolean }>> = {
  heating: { preClosingCheck: false },
  works: { preClosingCheck: true },
}

/** A context around a moment: four nested areas, three units, two categories. */
export function contextAt(now: number, by: Actor, more: Partial<RequestContext> = {}): RequestContext {
  return {
    now,
    by,
    sla,
    rating: defaultRatingPolicy,
    lifecycle: table,
    areas: {
      revision: 1,
      has: (code) => areas.includes(code),
      successorOf: (code) => (areas.includes(code) ? code : undefined),
      isWithin: (code, ancestor) => code.startsWith(ancestor),
      inheritorsOf: (code) => (areas.includes(code) ? [code] : []),
      path: (code) =>
        areas
          .filter((each) => code.startsWith(each))
          .map((each) => `${each}/`)
          .join(''),
      ladder: () => ['370281001', '370281'],
    },
    responsibilities: {
      hasUnit: (id) => units.includes(id),
      category: (code) => categories[code],
      resolve: (category) => ({
        lead: 'housing',
        coHandlers: [],
        rule: category,
        why: { zh: '测试', en: 'test' },
        ...(category === 'works' && { limit: { workingDays: 5 } }),
      }),
    },
    authorise: defaultAuthoriser,
    authority: defaultAuthority,
    extraLaws: {},
    attachments: { policy: defaultAttachmentPolicy },
    newId: 'q-1',
    partIds: ['q-1-1', 'q-1-2'],
    ...more,
  }
}

/** The events of a decision folded into facts. */
export function fold(facts: RequestFacts | undefined, decision: Decision, now: number, by: Actor): RequestFacts {
  if ('refusal' in decision) throw new Error(`${decision.refusal.code}: ${decision.refusal.message.en}`)
  let next = facts
  for (const event of decision.events) {
    next = evolveRequest(next, {
      ...event,
      seq: (next?.version ?? 0) + 1,
      at: now,
      by: { id: by.id, kind: by.kind },
    } as RequestEvent)
  }
  return next as RequestFacts
}

/** A request walked through commands, one after the other. */
export function scenario(start = '2022-01-04 10:00', input: Partial<CommandNamed<'submit'>['input']> = {}) {
  let now = at(start)
  let facts: RequestFacts | undefined
  const walk = {
    get facts(): RequestFacts {
      return facts as RequestFacts
    },
    get now() {
      return now
    },
    /** Moves the clock. */
    at(text: string) {
      now = at(text)
      return walk
    },
    decide(by: Actor, command: RequestCommand, more: Partial<RequestContext> = {}): Decision {
      return decideRequest(facts, command, contextAt(now, by, more))
    },
    /** Issues a command that must be accepted. */
    do<Name extends RequestCommand['name']>(
      by: Actor,
      name: Name,
      commandInput: CommandNamed<Name>['input'],
      more: Partial<RequestContext> = {},
    ) {
      facts = fold(facts, walk.decide(by, { name, input: commandInput } as RequestCommand, more), now, by)
      return walk
    },
    /** The code of the refusal a command gets, or `undefined` when it is accepted. */
    refusal<Name extends RequestCommand['name']>(
      by: Actor,
      name: Name,
      commandInput: CommandNamed<Name>['input'],
      more: Partial<RequestContext> = {},
    ): string | undefined {
      const decision = walk.decide(by, { name, input: commandInput } as RequestCommand, more)
      return 'refusal' in decision ? decision.refusal.code : undefined
    },
  }
  return walk.do(resident, 'submit', {
    channel: 'miniProgram',
    category: 'heating',
    area: '370281001001001',
    description: sealed,
    person: {},
    ...input,
  })
}

/** A request that waits to be claimed by `housing`. */
export const dispatched = (start?: string) => scenario(start).do(dispatcher, 'dispatch', {})
/** A request that `handler` has claimed. */
export const handling = (start?: string) => dispatched(start).do(handler, 'claim', {})
/** A request that `handler` has answered and the resident may rate. */
export const awaitingRating = (start?: string) => handling(start).do(handler, 'reply', { text: sealed })
