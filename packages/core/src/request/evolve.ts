import { breachesAfter } from './breaches.js'
import type { RequestEvent } from './events.js'
import { appealReviewed } from './evolving/appeals.js'
import { endsAssignment } from './evolving/assigning.js'
import { attachedBy, attachmentErased, textsErased } from './evolving/attachments.js'
import { handed, takenBack } from './evolving/chain.js'
import { coHandlerAssigned, coHandlerRelieved, coHandlerReplied } from './evolving/co-handlers.js'
import type { Patch } from './evolving/patch.js'
import { claimed, offerDeclined, offered } from './evolving/pool.js'
import { reopenAsked, reopenDecided } from './evolving/reopening.js'
import { revealed } from './evolving/revealing.js'
import { followedUp, rated, returned } from './evolving/said.js'
import { submitted } from './evolving/submitted.js'
import { corrected, supplemented } from './evolving/supplied.js'
import type { RequestFacts } from './facts.js'

// Time asked for that nobody decided on is no longer needed once the unit answered or the request went into another.
const lapsed = ({ extensions }: RequestFacts): RequestFacts['extensions'] =>
  extensions.map((each) => (each.decision === undefined ? { ...each, decision: 'lapsed' } : each))

// What an event alone says, before where it leads (`progress`). One exhaustive switch.
function patchOf(facts: RequestFacts, event: RequestEvent): Patch {
  const { at } = event
  switch (event.type) {
    case 'request.submitted':
    case 'request.declined':
    case 'request.voided':
    case 'request.withdrawn':
    case 'request.resumed':
    case 'request.forceClosed':
    case 'request.attached':
    case 'request.reopenOrdered':
    case 'request.unitRelieved':
    case 'request.claimExpired':
    case 'request.offerEnded':
    case 'request.offerExpired':
    case 'request.warned':
    case 'request.overdue':
    case 'request.acted':
    case 'request.calendarAmended':
    case 'request.stateMapped':
      return {}
    case 'request.accepted':
      return { acceptedAt: facts.acceptedAt ?? at }
    case 'request.dispatched':
      return { unit: event.data.unit, firstReceiver: facts.firstReceiver ?? event.data.unit, pool: undefined }
    case 'request.offered':
      return offered(event)
    case 'request.offerDeclined':
      return offerDeclined(facts, event)
    case 'request.claimed':
      return claimed(facts, event)
    case 'request.assigned':
      return { assignee: event.data.to }
    case 'request.returned':
      return returned(facts, event)
    case 'request.transferred':
      return { unit: event.data.unit, transfers: facts.transfers + 1, pool: undefined }
    case 'request.coHandlerAssigned':
      return coHandlerAssigned(facts, event)
    case 'request.coHandlerReplied':
      return coHandlerReplied(facts, event)
    case 'request.coHandlerRelieved':
      return coHandlerRelieved(facts, event)
    case 'request.suspended':
      return {
        suspensions: facts.suspensions + 1,
        ...(event.data.waitsFor === 'requester' && { waits: (facts.waits ?? 0) + 1 }),
      }
    case 'request.supplemented':
      return supplemented(facts, event)
    case 'request.corrected':
      return corrected(facts, event)
    case 'request.revealed':
      return revealed(facts, event)
    case 'request.noted':
      return { notes: (facts.notes ?? 0) + 1 }
    case 'request.extensionRequested':
      return {
        extensions: [
          ...facts.extensions,
          { clock: event.data.clock, requestedAt: at, by: event.data.by, reason: event.data.reason },
        ],
      }
    case 'request.extensionDecided':
      return {
        extensions: facts.extensions.map((each) =>
          each.decision === undefined ? { ...each, decision: event.data.decision } : each,
        ),
      }
    case 'request.replied':
      return {
        replies: [
          ...facts.replies,
          {
            at,
            unit: event.data.unit,
            text: event.data.text,
            round: event.data.round,
            onTheSpot: event.data.onTheSpot,
            ...(event.data.textForMerged && { textForMerged: event.data.textForMerged }),
          },
        ],
        extensions: lapsed(facts),
        // On the spot another unit may answer than the one the request was with.
        unit: event.data.onTheSpot ? event.data.unit : (facts.unit ?? event.data.unit),
        rectifications: facts.rectifications.map((each) =>
          each.round === event.data.round ? { ...each, repliedAt: at } : each,
        ),
      }
    case 'request.checked':
      return event.data.passed ? {} : { checksFailed: facts.checksFailed + 1 }
    case 'request.completed':
      return { completedAt: event.data.at, firstCompletedAt: facts.firstCompletedAt ?? event.data.at }
    case 'request.rated':
      return rated(facts, event)
    case 'request.ratingDefaulted': {
      const { round, leading } = event.data
      return { ratings: [...facts.ratings, { at, round, meaning: 'unrated', ...(leading && { leading }) }] }
    }
    case 'request.followedUp':
      return followedUp(facts, event)
    case 'request.rectificationOpened':
      return {
        rectifications: [
          ...facts.rectifications,
          { round: event.data.round, openedAt: at, because: event.data.because },
        ],
        // A standing reply the resident does not accept no longer completes the request; when it first did is kept.
        completedAt: undefined,
        ...reopenDecided(facts, 'lapsed'),
      }
    case 'request.reopened':
      return { reopened: [...(facts.reopened ?? []), at], completedAt: undefined }
    case 'request.reopenAsked':
      return reopenAsked(facts, event)
    case 'request.reopenDecided':
      return reopenDecided(facts, event.data.decision)
    case 'request.urged':
      return {
        urges: [...facts.urges, at],
        ...(event.by.kind !== 'system' && { urgedAt: { ...facts.urgedAt, [event.by.kind]: at } }),
      }
    case 'request.supervised':
      return { supervision: event.data.level }
    case 'request.merged':
      return { mergedInto: event.data.into, extensions: lapsed(facts) }
    case 'request.unmerged':
      return { mergedInto: undefined, leadingAnswer: undefined, leadingEnd: undefined }
    case 'request.leadingAnswered': {
      const { progress: _, ...leadingAnswer } = event.data
      // An answer after an end: it had been opened again.
      return { leadingAnswer, leadingEnd: undefined }
    }
    case 'request.leadingEnded':
      return { leadingEnd: { end: event.data.end, at: event.data.endedAt } }
    case 'request.absorbed':
      return { absorbed: [...facts.absorbed, event.data.from], ...handed(facts, event.data) }
    case 'request.released':
      return {
        absorbed: facts.absorbed.filter((each) => each !== event.data.from),
        ...takenBack(facts, event.data.from),
      }
    case 'request.split':
      return { splitInto: event.data.into }
    case 'request.reclassified': {
      const { category, preClosingCheck, urgency } = event.data
      return { category, preClosingCheck, ...(urgency !== undefined && { urgency: urgency ?? undefined }) }
    }
    case 'request.relocated': {
      const { area, areaPath, areaRevision, guessed } = event.data
      return { area, areaPath, areaRevision, areaGuessed: guessed }
    }
    case 'request.appealed': {
      const { appeal, progress: _, ...filed } = event.data
      return { appeals: [...facts.appeals, { id: appeal, at, ...filed, reviews: [] }] }
    }
    case 'request.appealReviewed':
      return appealReviewed(facts, event)
    case 'request.attachmentErased':
      return attachmentErased(facts, event)
    case 'request.textsErased':
      return textsErased(facts, event)
    case 'request.retentionSet':
      return { keptUntil: event.data.until }
    case 'request.appealLapsed':
      return {
        appeals: facts.appeals.map((each) => (each.id === event.data.appeal ? { ...each, decision: 'lapsed' } : each)),
      }
    default:
      return neverEvent(event)
  }
}

function neverEvent(event: never): Patch {
  void event // A type newer than this version: its progress still applies.
  return {}
}

// Facts while they are being written: a fresh copy that nobody else holds yet.
type Draft = { -readonly [Key in keyof RequestFacts]: RequestFacts[Key] | undefined }

// What facts may hold for a while.
const passing = [
  'assignee',
  'keptUntil',
  'completedAt',
  'mergedInto',
  'leadingAnswer',
  'leadingEnd',
  'handed',
  'pool',
  'unit',
  'endedAt',
  'end',
  'urgency',
] as const

/**
 * Folds one event into the facts. Total: it never fails on a stored event, also one of a newer version.
 *
 * @param facts `undefined` for the first event only.
 */
export function evolve(facts: RequestFacts | undefined, event: RequestEvent): RequestFacts {
  const base = facts ?? submitted(event as Extract<RequestEvent, { type: 'request.submitted' }>)
  const next: Draft = Object.assign({ ...base }, patchOf(base, event))
  const attachments = attachedBy(base, event)
  if (attachments !== undefined) next.attachments = attachments
  next.version = event.seq
  next.updatedAt = event.at
  next.lastStep = event.type
  const { progress } = event.data
  if (progress !== undefined) {
    next.status = progress.status
    next.open = progress.open
    if (progress.end !== next.end) next.end = progress.end
    next.owner = progress.owner
    if (progress.calendarRevision !== undefined) next.calendarRevision = progress.calendarRevision
    if (progress.clocks !== undefined) {
      next.clocks = { ...base.clocks, ...progress.clocks }
      const breaches = breachesAfter(base, progress.clocks, event.at)
      if (breaches !== undefined) next.breaches = breaches
    }
    const endedAt = progress.open ? undefined : base.open ? event.at : (base.endedAt ?? event.at)
    if (endedAt !== next.endedAt) next.endedAt = endedAt
    if (progress.open) next.keptUntil = undefined
    else if (progress.keptUntil !== undefined) next.keptUntil = progress.keptUntil
  }
  if (next.assignee !== undefined && endsAssignment(base, next, event.type)) next.assignee = undefined
  // Facts hold no `undefined`: what is absent is absent, in memory as in the stored text.
  for (const name of passing) if (name in next && next[name] === undefined) delete next[name]
  return next as RequestFacts
}
