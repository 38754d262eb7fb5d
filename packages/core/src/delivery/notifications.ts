import type { ChannelMessage, NotificationChannel } from '../contracts/channel.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { Bilingual } from '../contracts/text.js'
import type { DomainEvent } from '../record/record-kind.js'
import type { RequestEvent } from '../request/events.js'
import type { RequestFacts } from '../request/facts.js'
import type { Place, Standing } from '../request/lifecycle/standing-at.js'
import { type StepNames, toldToResident } from '../request/views/steps.js'
import { staffTitle } from './staff-titles.js'
import { hearerOf, type SupervisorOf } from './who-hears.js'

/** Payload of a channel's outbox row. References only. */
interface NotificationPayload {
  /** Opaque id of the receiver. */
  readonly to: string
}

/** The end that this event brings the request to; `undefined` when it does not end. An event without `progress` changes no state. */
const endOf = ({ data }: RequestEvent): Place | undefined => (data.progress?.open === false ? data.progress : undefined)

interface Occasion {
  readonly channel: Pick<NotificationChannel, 'audience'>
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

// Units, desks and supervisors hear as the table says; residents of every step they are shown, and of every end.
function receiver({ channel: { audience }, event, facts, names, supervisorOf }: Occasion): string | undefined {
  if (audience !== 'resident') return hearerOf(audience, event, facts, supervisorOf)
  return toldToResident(event, names) === undefined && endOf(event) === undefined ? undefined : facts.requester
}

// Of an event that another version told of.
const movedOn: Bilingual = { zh: '您的诉求有新进展', en: 'Your request has moved on' }

interface Sending {
  readonly channel: NotificationChannel
  readonly taken: Pick<TakenDelivery, 'id' | 'event' | 'destination' | 'payload' | 'attempts'>
  readonly event: DomainEvent
  readonly names: StepNames
  readonly standing: (place: Place) => Standing
}

// An end has a last word. What brought it about may be none of the resident's affair: then the end itself is told.
function wordsToResident(event: RequestEvent, names: StepNames, standing: Sending['standing']) {
  const end = endOf(event)
  const last: Pick<Standing, 'title' | 'echo'> = end === undefined ? { title: movedOn } : standing(end)
  return { title: toldToResident(event, names) ?? last.title, echo: last.echo }
}

/** The message itself, made when it is sent: titles in Chinese and English, no text of the vault. `standing`: of an end, for the last word to the resident. */
export function notificationMessage({ channel, taken, event, names, standing }: Sending): ChannelMessage {
  const { audience } = channel
  const { title, echo } =
    audience === 'resident'
      ? wordsToResident(event as RequestEvent, names, standing)
      : { title: staffTitle(event as RequestEvent, taken.id, audience), echo: undefined }
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
