import type { AreaEvent } from '../area/area-events.js'
import { areasKind } from '../area/areas-kind.js'
import { pathsLeftBy } from '../area/left-paths.js'
import type { AreaService } from '../area/service.js'
import type { SendResult } from '../contracts/channel.js'
import type { Digest } from '../contracts/digest.js'
import type { Ids } from '../contracts/ids.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { type Destination, internalDestination } from '../record/destinations.js'
import type { Engine } from '../record/engine.js'
import type { DomainEvent } from '../record/record-kind.js'
import type { RequestCommand } from '../request/commands.js'
import type { RequestEvent } from '../request/events.js'
import type { RequestFacts } from '../request/facts.js'
import { createMergedAnswers } from './merged-answers.js'
import { owedPayload } from './plugins/owed-commands.js'
import type { Relocator } from './relocator.js'
import type { RequestKind } from './request-kind.js'
import { partSubmitter } from './split-parts.js'
import { systemActor } from './system-actor.js'

const triggering = new Set(['request.merged', 'request.unmerged', 'request.split'])
// Ends without handling: requests that were merged into this one go back to their own way. After a split they could belong to any of the parts.
const endsWithoutHandling = new Set(['request.withdrawn', 'request.voided', 'request.declined', 'request.split'])
// Events that happen in an ended state and do not end the request.
const endedStateEvents = new Set([
  'request.appealed',
  'request.appealReviewed',
  'request.reopenAsked',
  'request.reopenDecided',
])

/** Whether the requests merged into this one must learn now that it has ended: here, or where it was merged into itself. */
const endsForOthers = (event: DomainEvent, facts: RequestFacts): boolean =>
  facts.absorbed.length > 0 &&
  (event.type === 'request.leadingEnded' ||
    ((event as RequestEvent).data.progress?.open === false &&
      facts.endedAt === event.at &&
      facts.end !== 'merged' &&
      !endsWithoutHandling.has(event.type) &&
      !endedStateEvents.has(event.type)))

/** Whether the answer of this request is to be passed on to those merged into it, or a bad grade of it to the one it was merged into. */
function concernsAnswer(event: DomainEvent, facts: RequestFacts): boolean {
  const { type, data } = event as RequestEvent
  switch (type) {
    case 'request.completed':
      return facts.absorbed.length > 0
    case 'request.absorbed':
      return facts.completedAt !== undefined
    case 'request.rated':
      return data.leading !== undefined && data.meaning === 'dissatisfied'
    default:
      return false
  }
}

/** Whether an event of a request asks something of another record. */
const concernsOthers = (event: DomainEvent, facts: RequestFacts): boolean =>
  triggering.has(event.type) ||
  concernsAnswer(event, facts) ||
  (endsWithoutHandling.has(event.type) && facts.absorbed.length > 0) ||
  endsForOthers(event, facts)

interface Parts {
  readonly engine: Engine
  readonly kind: RequestKind
  readonly storage: Storage
  readonly ids: Ids
  readonly digest: Digest
  readonly areas: AreaService
  readonly relocator: Relocator
  /** Carries out the commands that a decision of a plugin owes; answers whether there were any. */
  readonly owed: (taken: TakenDelivery) => Promise<boolean>
}

/**
 * Effects of one record on another (a saga), as outbox rows that core delivers to itself. They are committed with the event, so nothing is
 * half done: after a crash in between, the next tick carries the delivery out. Each step has an idempotency key or is safe to repeat.
 */
export function requestContinuations({
  engine,
  kind,
  storage,
  ids,
  digest,
  areas,
  relocator,
  owed,
}: Parts): Destination {
  const submitParts = partSubmitter({ engine, kind, storage, ids, digest, areas })
  const answers = createMergedAnswers({ engine, kind, storage, ids, digest })
  const run = (id: string, command: RequestCommand, key: string) =>
    engine.run(kind, id, command, { by: systemActor, key })

  async function carryOut(event: RequestEvent, id: string): Promise<void> {
    const key = `${id}/${event.seq}`
    if (event.type === 'request.merged') {
      const { into, deadline } = event.data
      const input = { from: id, ...(deadline !== undefined && { deadline }) }
      const absorbed = await run(into, { name: 'absorb', input }, key)
      // It ended in the meantime, or was merged into this very request.
      if (!absorbed.ok) await detach(id, into, key)
    } else if (endsWithoutHandling.has(event.type)) {
      if (event.type === 'request.split') await submitParts(event, id)
      for (const from of (await factsOf(id))?.absorbed ?? []) await detach(from, id, key)
    } else if (event.type === 'request.unmerged')
      await run(event.data.from, { name: 'release', input: { from: id } }, key)
    else if (event.type === 'request.rated' && event.data.leading !== undefined) await answers.dissent(event, id)
    else if (event.type === 'request.absorbed') await answers.relay(id, event.data.from)
    else {
      if (event.type === 'request.completed') await answers.relay(id)
      if (event.type !== 'request.completed' || event.data.progress?.open === false) await echoEnd(event, id, key)
    }
  }

  // 事事有回音: residents whose requests were merged into this one learn that it has ended, also through several mergers.
  async function echoEnd(event: RequestEvent, id: string, key: string): Promise<void> {
    const { absorbed = [], end = '' } = (await factsOf(id)) ?? {}
    const leading = event.type === 'request.leadingEnded' ? event.data : undefined
    const input = {
      from: id,
      end: leading?.end ?? event.data.progress?.end ?? end,
      at: leading?.endedAt ?? event.at,
    }
    // Closed by order: whoever is told that reads why.
    const reason = event.type === 'request.forceClosed' ? event.data.reason : leading?.reason
    for (const child of absorbed) {
      const { requester = '' } = (await factsOf(child)) ?? {}
      const { input: sealed, vault } = await answers.resealed(id, reason, requester, 'reason')
      const command = { name: 'echo', input: { ...input, ...(sealed.text && { reason: sealed.text }) } } as const
      await engine.run(kind, child, command, { by: systemActor, key: `${key}/echo`, vault })
    }
  }

  const factsOf = async (id: string) => (await engine.facts<RequestFacts>(kind, id))?.facts

  async function detach(id: string, from: string, key: string): Promise<void> {
    if ((await factsOf(id))?.mergedInto === from) await run(id, { name: 'unmerge', input: {} }, `${key}/free`)
  }

  return {
    name: internalDestination,
    // One after the other, and none overtakes one that failed: each step builds on the ones before it.
    concurrency: 1,
    onDeadLetter: 'block',
    payloadFor: (recordType, event, facts, caused) =>
      owedPayload(caused) ??
      ((recordType === kind.type && concernsOthers(event, facts as RequestFacts)) ||
      (recordType === areasKind.type && pathsLeftBy(event as AreaEvent).length > 0)
        ? '{}'
        : undefined),
    deliver: async (taken): Promise<SendResult> => {
      if (await owed(taken)) return { ok: true }
      const event: unknown = await engine.eventOf(taken)
      if (event === undefined) return { ok: true }
      if (taken.type === areasKind.type) await relocator.follow(event as AreaEvent)
      else await carryOut(event as RequestEvent, taken.id)
      return { ok: true }
    },
  }
}
