import type { Clock } from '../contracts/clock.js'
import type { Logger } from '../contracts/logger.js'
import type { Lease } from '../contracts/queries.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import type { Timer } from '../contracts/timer.js'
import { inWords } from '../import/in-words.js'
import { type Delivered, type Destination, type Destinations, internalDestination } from '../record/destinations.js'
import { type DeliveryOutcome, deliveryOutcome, isThere, wasTried } from './delivery-outcome.js'
import { createLane } from './lane.js'
import { createOutages } from './outages.js'
import { createRates, type Grant } from './rates.js'
import { unknownOutcome } from './send-result.js'
import { createSends, type Sending } from './sends.js'
import { createSettler } from './settler.js'
import { inBatches } from './together.js'
import { within } from './within.js'

const longestSend = 30_000
const shortestLease = 120_000
// A late answer is waited for until the lease has almost ended; what is left of it is for the settlement.
const toSettle = 5_000
// What is under way when the process stops may end by itself for so long.
const toEnd = 5_000

const timeoutOf = ({ timeout = longestSend }: Destination) => timeout
// A delivery may wait for two slower ones before it is begun; the answer of its own send may come late.
const leaseFor = (destination: Destination) => Math.max(shortestLease, 4 * timeoutOf(destination))

/** Whether a round goes on; asked before each send. */
type GoOn = () => boolean

/** What is learnt of a destination while one round sends to it. */
interface Round {
  readonly goOn: GoOn
  /** It was paused: nothing more is begun. */
  paused: boolean
  /** What the last attempt came to; absent before there is an answer. */
  answer?: Delivered | undefined
}

/** A delivery that was taken, to be settled under its lease. */
interface Attempt {
  readonly round: Round
  readonly taken: TakenDelivery
  readonly lease: Lease
  /** The present instant, as the round counts it. */
  readonly instant: () => number
  /** What it takes of a rate; absent when there is none. */
  readonly grant?: Grant | undefined
}

/** Sends what is due; see `createDispatcher`. */
export type Dispatcher = ReturnType<typeof createDispatcher>

interface DispatcherParts {
  readonly storage: Storage
  readonly destinations: Destinations
  readonly clock: Clock
  readonly timer: Timer
  readonly owner: string
  readonly logger: Logger
}

/** Sends pending deliveries, oldest first per record. At-least-once: a lost response is retried. */
export function createDispatcher({ storage, destinations, clock, timer, owner, logger }: DispatcherParts) {
  const settle = createSettler(storage)
  const sends = createSends()
  const outages = createOutages()
  const rates = createRates(storage, owner)
  const toldOf = new Map<string, number>()
  const late = new Set<() => void>()
  const underWay = new Set<{ readonly round: Round; cancel(): void }>()
  let closed = false

  // Kept by the storage, for every process.
  async function pauseAll(
    destination: string,
    { until, reason }: NonNullable<DeliveryOutcome['pause']>,
    since: number,
  ): Promise<void> {
    if ((toldOf.get(destination) ?? 0) < until) logger.warn('destination paused', { destination, until, reason })
    toldOf.set(destination, until)
    await settle({ what: 'pause', destination, until, reason, since })
  }

  async function conclude(destination: Destination, attempt: Attempt, result: Delivered): Promise<void> {
    const { taken, lease, instant, round, grant } = attempt
    const { event, destination: name } = taken
    const now = instant()
    const { settled, pause } = deliveryOutcome(destination, taken, result, now)
    round.answer = result
    round.paused ||= pause !== undefined
    if (!wasTried(result)) grant?.giveBack(1)
    if (result.ok && result.skipped !== undefined)
      logger.info('a message was left out', { destination: name, record: taken.id, event, reason: result.skipped })
    const pausing = pause === undefined ? undefined : pauseAll(name, pause, now)
    if (settled.kind === 'dead' && !result.ok)
      logger.warn('delivery is a dead letter now', { destination: name, record: taken.id, event, reason: result.class })
    try {
      const settling = settle({ what: 'delivery', lease, ref: taken, event, destination: name, outcome: settled })
      await Promise.all([pausing, settling])
    } catch (error) {
      // It comes again when the lease has ended. What was sent is not sent again for that.
      if (result.ok) sends.remember(taken, result)
      throw error
    }
  }

  const unanswered = (destination: Destination) => unknownOutcome(`no answer within ${timeoutOf(destination) / 1000} s`)

  /**
   * Waits for an answer that takes longer than its time limit, as long as the delivery is ours. It holds up nobody: only the deliveries of the
   * same record wait, as they do for every attempt.
   */
  async function awaitLate(destination: Destination, attempt: Attempt, sending: Sending): Promise<void> {
    const { taken, lease, instant } = attempt
    const left = within(timer, Math.max(0, lease.until - toSettle - instant()), sending.answer)
    late.add(left.cancel)
    const answer = await left.first
    late.delete(left.cancel)
    if (answer === undefined) sending.leave()
    if (closed) {
      if (answer?.ok === true) sends.remember(taken, answer)
      return
    }
    await conclude(destination, attempt, answer ?? unanswered(destination)).catch((error: unknown) =>
      logger.warn('a late answer could not be settled', { destination: taken.destination, error: inWords(error) }),
    )
  }

  /** Settles an attempt by its answer; one that is late is waited for elsewhere. */
  async function followUp(destination: Destination, one: Attempt, sending: Sending, answer?: Delivered) {
    if (answer !== undefined) return conclude(destination, one, answer)
    sending.callOff()
    if (!sending.wasLate) return void awaitLate(destination, one, sending)
    sending.leave()
    await conclude(destination, one, unanswered(destination))
  }

  // It was no attempt: not begun, since the round was called off, or begun in vain with all others.
  const putOff = ({ taken, lease }: Attempt, at: number): Promise<void> =>
    settle({
      what: 'delivery',
      lease,
      ref: taken,
      event: taken.event,
      destination: taken.destination,
      outcome: { kind: 'retry', at, counted: false },
    })

  // It is due as before, for whoever asks next.
  const giveBack = (some: readonly Attempt[]) => {
    some[0]?.grant?.giveBack(some.length)
    return Promise.all(some.map((one) => putOff(one, one.taken.at)))
  }

  /** Sends some, in one call where the destination takes many together, and settles each by its own answer. @throws the first error of a settlement */
  async function attempt(destination: Destination, some: readonly Attempt[]): Promise<void> {
    const sendings = sends.send(
      destination,
      some.map(({ taken }) => taken),
    )
    const all = Promise.all(sendings.map(({ answer }) => answer))
    const waiting = { ...within(timer, timeoutOf(destination), all), round: (some[0] as Attempt).round }
    underWay.add(waiting)
    const answers = await waiting.first.finally(() => underWay.delete(waiting))
    const results = answers ?? [unanswered(destination)]
    const rest = destination.together === undefined ? undefined : outages.note(destination.name, results)
    if (rest !== undefined) {
      const { instant, round } = some[0] as Attempt
      const now = instant()
      round.paused = true
      await pauseAll(destination.name, { until: now + rest, reason: 'two batches in a row failed whole' }, now)
      // They would have gone through but for that, so it is no attempt; a single one may fail for what is in it.
      if (some.length > 1 && answers !== undefined)
        return void (await Promise.all(some.map((one) => putOff(one, now + rest))))
    }
    const settled = some.map((one, position) =>
      followUp(destination, one, sendings[position] as Sending, answers?.[position]),
    )
    for (const each of await Promise.allSettled(settled)) if (each.status === 'rejected') throw each.reason
  }

  // Paused, and not resumed: the pause is over, since something was given. Where that cannot be read, messages are sent.
  const wasPaused = async (name: string): Promise<boolean> =>
    (await storage.pauses().catch(() => [])).some(({ destination }) => destination === name)

  /** Sends what is due to one destination. After a pause one message tries it, and the others follow when it is there again. */
  async function sendDue(destination: Destination, now: number, goOn: GoOn): Promise<number> {
    if (destination.isReady !== undefined && !(await destination.isReady())) return 0
    let attempted = 0
    // A slow channel makes a long round: leases and waits count from the present instant, not from the start of the round.
    const began = clock.now()
    const instant = () => now + Math.max(0, clock.now() - began)
    const lane = createLane(destination.concurrency)
    const round: Round = { goOn, paused: false }
    const goesOn = () => goOn() && !round.paused
    // Core's own work is never paused.
    let mayProbe = destination.name !== internalDestination
    try {
      while (goesOn() && !lane.hasFailed()) {
        // Few at a time: a delivery that waits for slower ones before it must be sent within its lease.
        const most = destination.concurrency * (destination.together?.size ?? 2)
        const grant = destination.rate === undefined ? undefined : await rates.take(destination.rate, most, instant())
        const limit = grant?.messages ?? most
        if (limit === 0) break
        const lease = { owner, until: instant() + leaseFor(destination) }
        const names = [destination.name]
        const wasBusy = lane.isBusy()
        const taken = await storage.takeDue({ what: 'deliveries', now, limit, lease, destinations: names })
        grant?.giveBack(limit - taken.length)
        const begin = (batch: readonly TakenDelivery[], isWanted: boolean) => {
          const some = batch.map((each): Attempt => ({ taken: each, lease, instant, round, grant }))
          return lane.begin(async () => {
            // What waited for others so long that its lease would end under way is left for another look.
            const inTime = some.length > 0 && instant() + timeoutOf(destination) < lease.until
            if (isWanted && goesOn() && inTime) await attempt(destination, some)
            else await giveBack(some)
          })
        }
        const probing = mayProbe && taken.length > 0 && (await wasPaused(destination.name))
        mayProbe = false
        if (probing) {
          round.answer = undefined
          await begin(taken.slice(0, 1), true)
          await begin(taken.slice(1), false)
        } else for (const batch of inBatches(taken, destination.together?.size ?? 1)) await begin(batch, true)
        attempted += probing ? 1 : taken.length
        if (probing) {
          await lane.settled()
          // Where nothing went out nothing was learnt: the next one tries it.
          mayProbe = round.answer !== undefined && !wasTried(round.answer)
          if (mayProbe) continue
          if (!isThere(round.answer)) break
          await settle({ what: 'resume', destination: destination.name })
          continue
        }
        // Whatever was under way uncovers the next of its record when it has been settled, also while the storage was asked.
        if (taken.length > 0) continue
        if (!wasBusy) break
        await lane.oneEnded()
      }
    } finally {
      await lane.empty()
    }
    return attempted
  }

  /**
   * Sends everything due by `now`, to these destinations or to all, each at its own pace, for as long as `goOn` says so; answers how many
   * deliveries were taken. A destination that fails does not end the round of another.
   */
  async function dispatch(
    now: number = clock.now(),
    names: readonly string[] = destinations.names(),
    goOn: GoOn = () => true,
  ): Promise<number> {
    const rounds = await Promise.allSettled(
      names.map(async (name) => {
        const destination = destinations.get(name)
        return destination === undefined ? 0 : sendDue(destination, now, goOn)
      }),
    )
    let attempted = 0
    for (const each of rounds) {
      if (each.status === 'rejected') throw each.reason
      attempted += each.value
    }
    return attempted
  }

  /**
   * Gives sends of rounds that do not go on some seconds to end by themselves, and calls them off then: what is not answered by then is told, and is treated
   * like one whose time is over. Answers what takes it back, once the rounds have ended.
   */
  function endSoon(): () => void {
    return timer.after(toEnd, () => {
      for (const { round, cancel } of underWay) if (!round.goOn()) cancel()
    })
  }

  /** Waits for no late answer any more: what is not settled yet comes again when its lease has ended. */
  function close(): void {
    closed = true
    for (const cancel of late) cancel()
  }

  const open = () => {
    closed = false
  }

  return Object.freeze({ open, dispatch, endSoon, close })
}
