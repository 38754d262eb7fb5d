import type { NotificationChannel, SendResult } from '../contracts/channel.js'
import type { Storage } from '../contracts/storage.js'
import type { Bilingual } from '../contracts/text.js'
import type { Destination } from '../record/destinations.js'
import type { DomainEvent } from '../record/record-kind.js'
import type { RequestEvent } from '../request/events.js'
import type { RequestFacts } from '../request/facts.js'
import type { StepNames } from '../request/views/steps.js'
import { echoMessage, echoPayload, type SupervisorOf } from './notifications.js'

/** A notification channel as a destination: what it owes is written with the event and sent by the dispatcher. */
export function channelDestination(
  channel: NotificationChannel,
  storage: Storage,
  requestType: string,
  names: StepNames,
  lastWord: (end: string) => Bilingual | undefined,
  supervisorOf: SupervisorOf,
): Destination {
  return {
    name: channel.name,
    atOnce: channel.atOnce ?? 8,
    behindDead: channel.behindDead ?? 'skip',
    wants: (type, event, facts) =>
      type === requestType
        ? echoPayload(channel, event as RequestEvent, facts as RequestFacts, names, supervisorOf)
        : undefined,
    deliver: async (taken): Promise<SendResult> => {
      const row = (await storage.history(taken, { after: taken.event - 1, limit: 1 }))[0]
      return row === undefined
        ? { ok: true }
        : channel.send(echoMessage(channel, taken, JSON.parse(row.bytes) as DomainEvent, names, lastWord))
    },
  }
}
