import type { ChannelMessage, NotificationChannel, SendResult } from '../contracts/channel.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { Destination, SingleDestination } from '../record/destinations.js'
import type { RecordReader } from '../record/record-reader.js'
import type { RequestEvent } from '../request/events.js'
import type { RequestFacts } from '../request/facts.js'
import type { Place, Standing } from '../request/lifecycle/standing-at.js'
import type { StepNames } from '../request/views/steps.js'
import { notificationMessage, notificationPayload } from './notifications.js'
import type { SupervisorOf } from './who-hears.js'

interface ChannelParts {
  readonly channel: NotificationChannel
  readonly eventOf: RecordReader['eventOf']
  readonly requestType: string
  readonly names: StepNames
  /** What is said of where a request stands: of an end, the last word to the resident. */
  readonly standing: (place: Place) => Standing
  readonly supervisorOf: SupervisorOf
}

type PayloadParts = Pick<ChannelParts, 'requestType' | 'names' | 'supervisorOf'> & {
  readonly audience: NotificationChannel['audience']
}

/** What an event owes to a channel of this audience. */
export function channelPayload({
  audience,
  requestType,
  names,
  supervisorOf,
}: PayloadParts): Destination['payloadFor'] {
  return (type, event, facts) =>
    type === requestType
      ? notificationPayload({
          channel: { audience },
          event: event as RequestEvent,
          facts: facts as RequestFacts,
          names,
          supervisorOf,
        })
      : undefined
}

/** A notification channel as a destination: its messages are outbox rows, written with the event and sent by the dispatcher. */
export function channelDestination(parts: ChannelParts): SingleDestination {
  const { channel, eventOf, requestType, names, standing, supervisorOf } = parts
  const { lookUp } = channel

  async function messageOf(taken: TakenDelivery): Promise<ChannelMessage | undefined> {
    const event = await eventOf(taken)
    return event === undefined ? undefined : notificationMessage({ channel, taken, event, names, standing })
  }

  return {
    name: channel.name,
    concurrency: channel.concurrency ?? 8,
    onDeadLetter: channel.onDeadLetter ?? 'skip',
    forPeople: true,
    ...(channel.timeout !== undefined && { timeout: channel.timeout }),
    payloadFor: channelPayload({ audience: channel.audience, requestType, names, supervisorOf }),
    deliver: async (taken): Promise<SendResult> => {
      const message = await messageOf(taken)
      return message === undefined ? { ok: true } : channel.send(message)
    },
    ...(lookUp !== undefined && {
      lookUp: async (taken: TakenDelivery) => {
        const message = await messageOf(taken)
        return message === undefined ? 'sent' : lookUp.call(channel, message)
      },
    }),
  }
}
