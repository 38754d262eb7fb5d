import type { ChannelMessage, NotificationChannel } from '../contracts/channel.js'
import type { DomainEvent } from '../contracts/record.js'
import type { RequestEvent } from '../request/events.js'
import type { RequestFacts } from '../request/facts.js'
import { type StepNames, toldToResident } from '../request/views/steps.js'

/** What a delivery row of a channel says: to whom, of which event. References only. */
interface EchoPayload {
  readonly to: string
}

// Units and supervisors are told when a matter comes to them; residents of every step they are shown.
const toUnit = new Set([
  'request.dispatched',
  'request.transferred',
  'request.rectificationOpened',
  'request.urged',
  'request.warned',
  'request.overdue',
])
const toSupervisor = new Set([
  'request.claimExpired',
  'request.returned',
  'request.overdue',
  'request.supervised',
  'request.extensionRequested',
])

/** Who is owed a message on this channel because of this event; `undefined` when nobody is. */
export function echoPayload(
  channel: NotificationChannel,
  event: RequestEvent,
  facts: RequestFacts,
  names: StepNames,
): string | undefined {
  const to = receiver(channel, event, facts, names)
  return to === undefined ? undefined : JSON.stringify({ to } satisfies EchoPayload)
}

function receiver(
  channel: NotificationChannel,
  event: RequestEvent,
  facts: RequestFacts,
  names: StepNames,
): string | undefined {
  switch (channel.audience) {
    case 'resident':
      return toldToResident(event, names) === undefined ? undefined : facts.requester
    case 'unit':
      return toUnit.has(event.type) ? facts.unit : undefined
    case 'supervisor':
      if (event.type === 'request.supervised') return event.data.area
      return toSupervisor.has(event.type)
        ? facts.owner.role === 'supervisor'
          ? facts.owner.area
          : facts.area
        : undefined
  }
}

/** The message itself, made when it is sent: titles in Chinese and English, no text of the vault. */
export function echoMessage(
  taken: { id: string; event: number; destination: string; payload: string; attempts: number },
  event: DomainEvent,
  names: StepNames,
): ChannelMessage {
  const title = toldToResident(event as RequestEvent, names) ?? {
    zh: `诉求 ${taken.id} 有新进展`,
    en: `News about request ${taken.id}`,
  }
  return {
    id: `${taken.id}/${taken.event}/${taken.destination}`,
    request: taken.id,
    event: event.type,
    at: event.at,
    to: (JSON.parse(taken.payload) as EchoPayload).to,
    title,
    attempt: taken.attempts,
  }
}
