import type { ChannelMessage, NotificationChannel } from '../contracts/channel.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { Bilingual } from '../contracts/text.js'
import type { DomainEvent } from '../record/record-kind.js'
import { chargedTo } from '../request/breaches.js'
import type { RequestEvent } from '../request/events.js'
import type { RequestFacts } from '../request/facts.js'
import { type StepNames, toldToResident } from '../request/views/steps.js'
import { staffTitle } from './staff-titles.js'

/** Payload of a channel's outbox row. References only. */
interface NotificationPayload {
  /** Opaque id of the receiver. */
  readonly to: string
}

/** Code of the area that supervises a request now: the street or town, or one further up once it was escalated. */
export type SupervisorOf = (facts: RequestFacts) => string

/** The end that this event brings the request to; `undefined` when it does not end. An event without `progress` changes no state. */
const endOf = ({ data }: RequestEvent): string | undefined =>
  data.progress !== undefined && !data.progress.open ? data.progress.status : undefined

// Units and supervisors get a message when a request comes to them and when it leaves them; residents for every step they are shown, and for
// every end.
const toUnit = new Set([
  'request.dispatched',
  'request.transferred',
  'request.rectificationOpened',
  'request.urged',
  'request.extensionDecided',
  'request.withdrawn',
  'request.merged',
  'request.split',
  'request.forceClosed',
])
const toSupervisor = new Set([
  'request.claimExpired',
  'request.returned',
  'request.overdue',
  'request.supervised',
  'request.extensionRequested',
  'request.appealed',
  'request.appealLapsed',
])

interface Occasion {
  readonly channel: NotificationChannel
  readonly event: RequestEvent
  readonly facts: RequestFacts
  readonly names: StepNames
  readonly supervisorOf: SupervisorOf
}

/** The payload of the message that this event causes on this channel; `undefined` when there is no receiver. */
export function notificationPayload(occasion: Occasion): string | undefined {
  const to = receiver(occasion)
  return to === undefined ? undefined : JSON.stringify({ to } satisfies NotificationPayload)
}

function receiver({ channel, event, facts, names, supervisorOf }: Occasion): string | undefined {
  switch (channel.audience) {
    case 'resident':
      return toldToResident(event, names) === undefined && endOf(event) === undefined ? undefined : facts.requester
    case 'unit':
      if (event.type === 'request.warned' || event.type === 'request.overdue') return chargedTo(facts, event.data.clock)
      if (event.type === 'request.coHandlerAssigned') return event.data.unit
      if (event.type === 'request.checked') return event.data.passed ? undefined : facts.unit
      return toUnit.has(event.type) ? facts.unit : undefined
    case 'supervisor':
      if (event.type === 'request.supervised') return event.data.area
      // The supervisor gets an answer only when it is theirs to check.
      if (!toSupervisor.has(event.type) && (event.type !== 'request.replied' || facts.owner.role !== 'supervisor'))
        return undefined
      return facts.owner.role === 'supervisor' ? facts.owner.area : supervisorOf(facts)
  }
}

interface Sending {
  readonly channel: NotificationChannel
  readonly taken: Pick<TakenDelivery, 'id' | 'event' | 'destination' | 'payload' | 'attempts'>
  readonly event: DomainEvent
  readonly names: StepNames
  readonly lastWord: (end: string) => Bilingual | undefined
}

/** The message itself, made when it is sent: titles in Chinese and English, no text of the vault. `lastWord`: of an end, for the resident. */
export function notificationMessage({ channel, taken, event, names, lastWord }: Sending): ChannelMessage {
  const told = channel.audience === 'resident' ? toldToResident(event as RequestEvent, names) : undefined
  const title = told ?? staffTitle(event as RequestEvent, taken.id)
  const end = channel.audience === 'resident' ? endOf(event as RequestEvent) : undefined
  const echo = end === undefined ? undefined : lastWord(end)
  return {
    id: `${taken.id}/${taken.event}/${taken.destination}`,
    request: taken.id,
    event: event.type,
    at: event.at,
    to: (JSON.parse(taken.payload) as NotificationPayload).to,
    // Copies: the names and the last words of the lifecycle serve every other message too.
    title: { ...title },
    ...(echo !== undefined && { echo: { ...echo } }),
    attempt: taken.attempts,
  }
}
