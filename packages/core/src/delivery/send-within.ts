import type { SendResult } from '../contracts/channel.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { Timer } from '../contracts/timer.js'
import { messageIn } from '../import/in-words.js'
import type { Destination } from '../record/destinations.js'
import { parseSendResult, unknownOutcome } from './send-result.js'

const longestSend = 30_000

/**
 * Sends one delivery and reads the answer. A destination that never answers must not hold up all others: after 30 seconds the outcome is
 * `unknown`, as it is for one that throws. Never rejects: destinations come from outside.
 */
export async function sendWithin(timer: Timer, destination: Destination, taken: TakenDelivery): Promise<SendResult> {
  let callOff = () => {}
  try {
    const tooLate = new Promise<SendResult>((resolve) => {
      const late = () => resolve(unknownOutcome(`no answer within ${longestSend / 1000} s`))
      callOff = timer.after(longestSend, late)
    })
    return await Promise.race([destination.deliver(taken).then(parseSendResult), tooLate])
  } catch (error) {
    return unknownOutcome(messageIn(error))
  } finally {
    callOff()
  }
}
