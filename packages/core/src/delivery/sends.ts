import type { AbortSignalLike } from '../contracts/abort.js'
import type { TakenDelivery } from '../contracts/rows.js'
import { messageIn } from '../import/in-words.js'
import type { Delivered, Destination, SingleDestination } from '../record/destinations.js'
import { unknownOutcome } from './send-result.js'
import { type Begun, beginAlone, beginTogether } from './together.js'

const mostRemembered = 10_000

interface UnderWay extends Begun {
  /** How many wait for the answer, to settle by it. */
  waiting: number
  /** The answer, when it says that the message was sent. */
  sent?: Delivered
}

/** The answer to a delivery, as far as somebody waits for it. */
export interface Sending extends Begun {
  /** The send was begun by an earlier attempt, and took longer than its time limit then. */
  readonly wasLate: boolean
  /** Nobody settles by this answer any more: when it says that the message was sent, that is remembered for whoever takes the delivery next. */
  leave(): void
}

const keyOf = ({ type, id, event, destination }: TakenDelivery) => JSON.stringify([type, id, event, destination])

/**
 * The sends that run in this process. A delivery that is taken again while its send still runs is not handed out a second time: it waits for the
 * answer of the first. An operator who replays it wants a new attempt, and gets one.
 */
export function createSends() {
  const underWay = new Map<string, UnderWay>()
  const sent = new Map<string, Delivered>()

  function remember(key: string, answer: Delivered): void {
    sent.set(key, answer)
    const [oldest] = sent.keys()
    if (sent.size > mostRemembered && oldest !== undefined) sent.delete(oldest)
  }

  // Where an earlier attempt may have arrived, who can say so is asked first.
  async function carryOut(
    destination: SingleDestination,
    taken: TakenDelivery,
    signal: AbortSignalLike,
  ): Promise<Delivered> {
    try {
      if (taken.attempts > 1 && destination.find !== undefined) {
        const found = await destination.find(taken)
        if (found !== undefined) return found
      }
      return await destination.deliver(taken, signal)
    } catch (error) {
      return unknownOutcome(messageIn(error))
    }
  }

  // Whichever comes first: the answer, or that nobody settles by it.
  function rememberUnsettled(key: string, { sent: answer, waiting }: UnderWay): void {
    if (answer !== undefined && waiting === 0) remember(key, answer)
  }

  function begin(destination: Destination, some: readonly TakenDelivery[]): readonly Begun[] {
    if (destination.together !== undefined) return beginTogether(destination.together.deliver, some)
    return some.map((taken) => beginAlone((signal) => carryOut(destination, taken, signal)))
  }

  function start(key: string, { answer, callOff }: Begun): UnderWay {
    const forget = () => underWay.get(key) === one && underWay.delete(key)
    const one: UnderWay = {
      callOff: () => callOff() && forget(),
      answer: answer.then((result) => {
        forget()
        if (result.ok) one.sent = result
        rememberUnsettled(key, one)
        return result
      }),
      waiting: 0,
    }
    underWay.set(key, one)
    return one
  }

  function follow(key: string, one: UnderWay, wasLate: boolean): Sending {
    one.waiting++
    return {
      answer: one.answer,
      callOff: one.callOff,
      wasLate,
      leave: () => {
        one.waiting--
        rememberUnsettled(key, one)
      },
    }
  }

  /** The answer of a send that this process made or is making; `undefined` when there is none. */
  function earlier(key: string, { attempts }: TakenDelivery): Sending | undefined {
    const known = sent.get(key)
    if (known !== undefined && sent.delete(key))
      return { answer: Promise.resolve(known), callOff: () => false, wasLate: true, leave: () => remember(key, known) }
    const running = attempts > 1 ? underWay.get(key) : undefined
    return running === undefined ? undefined : follow(key, running, true)
  }

  /**
   * Sends deliveries, each by itself or all in one call, as the destination has it, or waits for the send of one that is still running. Never rejects:
   * destinations come from outside.
   */
  function send(destination: Destination, some: readonly TakenDelivery[]): readonly Sending[] {
    const keys = some.map(keyOf)
    const known = some.map((taken, position) => earlier(keys[position] as string, taken))
    const begun = begin(
      destination,
      some.filter((_, position) => known[position] === undefined),
    ).values()
    return some.map((_, position) => {
      const key = keys[position] as string
      return known[position] ?? follow(key, start(key, begun.next().value as Begun), false)
    })
  }

  return Object.freeze({ send, remember: (taken: TakenDelivery, answer: Delivered) => remember(keyOf(taken), answer) })
}
