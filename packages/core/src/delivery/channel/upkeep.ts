import { millisecondsInMinute } from 'date-fns/constants'
import type { ChannelCheck, ChannelHost, NotificationChannel } from '../../contracts/channel.js'
import type { Logger } from '../../contracts/logger.js'
import type { Timer } from '../../contracts/timer.js'
import { messageIn } from '../../import/in-words.js'
import { safeReason } from '../send-result.js'
import { within } from '../within.js'

const longest = 30_000

interface UpkeepParts {
  readonly channels: readonly NotificationChannel[]
  readonly hostOf: (channel: NotificationChannel) => ChannelHost
  readonly timer: Timer
  readonly now: () => number
  readonly logger: Logger
}

/** Whether a channel of this process could send. */
export interface ChannelStanding extends ChannelCheck {
  /** Name of the channel. */
  readonly name: string
}

interface Started {
  readonly ready: Promise<boolean>
  readonly at: number
}

type Done<Answer> = { readonly answer: Answer } | { readonly failed: string }

/** Starts, stops and checks the channels of a process. None of them can fail or hold up another. */
export function createUpkeep({ channels, hostOf, timer, now, logger }: UpkeepParts) {
  const started = new Map<NotificationChannel, Started>()

  // What a stranger does, within its time, as a value.
  async function asked<Answer>(
    { timeout = longest }: NotificationChannel,
    act: () => Promise<Answer>,
  ): Promise<Done<Answer>> {
    const answer = (async () => act())().then(
      (answer) => ({ answer }),
      (error: unknown) => ({ failed: safeReason(messageIn(error)) }),
    )
    return (await within(timer, timeout, answer).first) ?? { failed: `no answer within ${timeout / 1000} s` }
  }

  async function start(channel: NotificationChannel): Promise<boolean> {
    const done = await asked(channel, async () => channel.start?.(hostOf(channel)))
    if (!('failed' in done)) return true
    logger.warn('a channel could not be started, its messages wait', { channel: channel.name, reason: done.failed })
    return false
  }

  /** Whether a channel is open: it is started once, and again a minute after it failed. */
  async function isReady(channel: NotificationChannel): Promise<boolean> {
    if (channel.start === undefined) return true
    let known = started.get(channel)
    const isOld = known !== undefined && Math.abs(now() - known.at) >= millisecondsInMinute
    if (known === undefined || (isOld && !(await known.ready))) {
      known = { ready: start(channel), at: now() }
      started.set(channel, known)
    }
    return known.ready
  }

  /** Stops those that were started. */
  async function stop(): Promise<void> {
    const open = [...started]
    started.clear()
    const stopping = channels
      .filter((channel) => channel.start === undefined || open.some(([each]) => each === channel))
      .map(async (channel) => {
        const done = await asked(channel, async () => channel.stop?.())
        if ('failed' in done)
          logger.warn('a channel could not be stopped', { channel: channel.name, reason: done.failed })
      })
    await Promise.all(stopping)
  }

  async function checkOne(channel: NotificationChannel): Promise<ChannelStanding> {
    const { name } = channel
    if (!(await isReady(channel))) return { name, ok: false, reason: 'it could not be started' }
    if (channel.check === undefined) return { name, ok: true }
    const done = await asked(channel, async () => channel.check?.())
    if ('failed' in done) return { name, ok: false, reason: done.failed }
    try {
      const { ok, reason } = done.answer as Partial<ChannelCheck>
      if (ok === true) return { name, ok }
      if (ok === false) return { name, ok, ...(reason !== undefined && { reason: safeReason(reason) }) }
    } catch {
      // A getter or a proxy that throws: not an answer.
    }
    return { name, ok: false, reason: 'no answer that could be understood' }
  }

  /** Asks every channel whether it could send now. */
  const check = (): Promise<readonly ChannelStanding[]> => Promise.all(channels.map(checkOne))

  return Object.freeze({ isReady, stop, check })
}

/** See `createUpkeep`. */
export type Upkeep = ReturnType<typeof createUpkeep>
