import type { SendResult } from '../contracts/channel.js'
import type { TakenDelivery } from '../contracts/rows.js'
import { messageIn } from '../import/in-words.js'
import type { Destination } from '../record/destinations.js'
import { parseSendResult, unknownOutcome } from './send-result.js'

const mostRemembered = 10_000

interface UnderWay {
  /** Never rejects. */
  readonly answer: Promise<SendResult>
  /** How many wait for the answer, to settle by it. */
  waiting: number
  /** The answer is there, and says that the message was sent. */
  wasSent: boolean
}

/** The answer to a delivery, as far as somebody waits for it. */
export interface Sending {
  readonly answer: Promise<SendResult>
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
  const sent = new Set<string>()

  function remember(key: string): void {
    sent.add(key)
    const [oldest] = sent
    if (sent.size > mostRemembered && oldest !== undefined) sent.delete(oldest)
  }

  // Where an earlier attempt may have arrived, who can say so is asked first.
  async function carryOut(destination: Destination, taken: TakenDelivery): Promise<SendResult> {
    try {
      if (taken.attempts > 1 && destination.lookUp !== undefined) {
        const found: unknown = await destination.lookUp(taken)
        if (found === 'sent') return { ok: true }
        if (found !== 'notSent') return unknownOutcome('whether an earlier attempt arrived cannot be said yet')
      }
      return parseSendResult(await destination.deliver(taken))
    } catch (error) {
      return unknownOutcome(messageIn(error))
    }
  }

  // Whichever comes first: the answer, or that nobody settles by it.
  function rememberUnsettled(key: string, { wasSent, waiting }: UnderWay): void {
    if (wasSent && waiting === 0) remember(key)
  }

  function start(key: string, destination: Destination, taken: TakenDelivery): UnderWay {
    const one: UnderWay = {
      answer: carryOut(destination, taken).then((result) => {
        if (underWay.get(key) === one) underWay.delete(key)
        one.wasSent = result.ok
        rememberUnsettled(key, one)
        return result
      }),
      waiting: 0,
      wasSent: false,
    }
    underWay.set(key, one)
    return one
  }

  /** Sends a delivery, or waits for the send of it that is still running. Never rejects: destinations come from outside. */
  function send(destination: Destination, taken: TakenDelivery): Sending {
    const key = keyOf(taken)
    if (sent.delete(key)) return { answer: Promise.resolve({ ok: true }), wasLate: true, leave: () => remember(key) }
    const running = taken.attempts > 1 ? underWay.get(key) : undefined
    const one = running ?? start(key, destination, taken)
    one.waiting++
    return {
      answer: one.answer,
      wasLate: running !== undefined,
      leave: () => {
        one.waiting--
        rememberUnsettled(key, one)
      },
    }
  }

  return Object.freeze({ send, remember: (taken: TakenDelivery) => remember(keyOf(taken)) })
}
