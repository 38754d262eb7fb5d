import type { AbortSignalLike } from '../../contracts/abort.js'
import type { NotificationChannel, SendResult } from '../../contracts/channel.js'
import type { Notice } from '../../contracts/notice.js'
import type { TakenDelivery } from '../../contracts/rows.js'
import type { Delivered, Destination, SingleDestination } from '../../record/destinations.js'
import type { RequestEvent } from '../../request/events.js'
import type { RequestFacts } from '../../request/facts.js'
import type { Place, Standing } from '../../request/lifecycle/standing-at.js'
import type { RequestClock } from '../../request/request-clock.js'
import type { StepNames } from '../../request/views/steps.js'
import { parseFound, parseSendResult } from '../send-result.js'
import type { SupervisorOf } from '../who-hears.js'
import { createHost, type HostParts } from './channel-host.js'
import { type NoticeNames, noticeOf, noticePayload } from './notices.js'
import { type Audience, queuesOf } from './queues.js'
import { toldNotice, toldPayload } from './told.js'
import type { Upkeep } from './upkeep.js'
import { isWantedBy } from './wanting.js'

/** What every channel of a city tells people with. */
export interface ChannelParts extends HostParts {
  readonly names: NoticeNames
  /** What is said of where a request stands: of an end, the last word to the resident. */
  readonly standing: (place: Place) => Standing
  readonly supervisorOf: SupervisorOf
  /** Whether a clock presses at any hour. */
  readonly pressesAtOnce: (clock: RequestClock) => boolean
}

interface PayloadParts extends Pick<ChannelParts, 'requestType' | 'supervisorOf'> {
  readonly names: StepNames
}

/** What an event owes to people of this audience, on a channel that wants it. */
export function channelPayload(
  { requestType, names, supervisorOf }: PayloadParts,
  audience: Audience,
  wanting: Pick<NotificationChannel, 'wants'> = {},
): Destination['payloadFor'] {
  return (type, event, facts, caused) => {
    const occasion = { audience, names, supervisorOf, facts: facts as RequestFacts }
    const payload =
      type === requestType
        ? noticePayload({ ...occasion, event: event as RequestEvent })
        : toldPayload(audience, caused)
    return payload === undefined || !isWantedBy(wanting, event) ? undefined : payload
  }
}

const isGone: SendResult = { ok: true, skipped: 'the event is not there' }
const unwanted: SendResult = { ok: true, skipped: 'the channel does not want it' }

/** A notification channel as destinations, one for each of its queues: its messages are outbox rows, written with the event and sent by the dispatcher. */
export function channelDestinations(
  channel: NotificationChannel,
  parts: ChannelParts,
  upkeep: Pick<Upkeep, 'isReady'>,
): readonly SingleDestination[] {
  const { names, standing, pressesAtOnce, readAt } = parts
  const { timeout, rate, find } = channel

  async function noticeFor(audience: Audience, taken: TakenDelivery): Promise<Notice | SendResult> {
    const read = await readAt<RequestFacts>(taken)
    if (read === undefined) return isGone
    // Written by a process that could not ask.
    if (!isWantedBy(channel, read.event)) return unwanted
    const told = toldNotice(taken, read.event)
    if (told !== undefined) return told
    const { facts } = read
    return noticeOf({ audience, taken, event: read.event as RequestEvent, facts, names, standing, pressesAtOnce })
  }

  async function send(audience: Audience, taken: TakenDelivery, signal: AbortSignalLike): Promise<Delivered> {
    const notice = await noticeFor(audience, taken)
    if ('ok' in notice) return notice
    let until: number | undefined
    const host = createHost(parts, channel, (instant) => {
      until = Math.min(until ?? instant, instant)
    })
    const result = parseSendResult(await channel.send(notice, { host, signal }))
    const reachedNobody = result.ok ? result.skipped !== undefined : result.class === 'recipient'
    return reachedNobody && until !== undefined ? { ok: false, class: 'later', reason: 'quiet hours', until } : result
  }

  return queuesOf(channel).map(({ name, audience }) => ({
    name,
    concurrency: channel.concurrency ?? 8,
    onDeadLetter: channel.onDeadLetter ?? 'skip',
    forPeople: true,
    keepsSent: true,
    ...(timeout !== undefined && { timeout }),
    ...(rate !== undefined && { rate: { ...rate, of: channel.name } }),
    payloadFor: channelPayload(parts, audience, channel),
    isReady: () => upkeep.isReady(channel),
    deliver: (taken, signal) => send(audience, taken, signal),
    ...(find !== undefined && {
      find: async (taken: TakenDelivery) => {
        const notice = await noticeFor(audience, taken)
        if ('ok' in notice) return notice
        return parseFound(
          await find.call(
            channel,
            notice,
            createHost(parts, channel, () => {}),
          ),
        )
      },
    }),
  }))
}
