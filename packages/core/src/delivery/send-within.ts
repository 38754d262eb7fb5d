import type { SendResult } from '../contracts/channel.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { Timer } from '../contracts/timer.js'
import type { Destination } from '../record/destinations.js'

const longestSend = 30_000

/** Sends one delivery. A destination that never answers must not hold up all others: after 30 seconds the outcome is `unknown`. Never rejects. */
export function sendWithin(timer: Timer, destination: Destination, taken: TakenDelivery): Promise<SendResult> {
  return new Promise((resolve) => {
    const failed = (reason: string) => resolve({ ok: false, class: 'unknown', reason })
    const callOff = timer.after(longestSend, () => failed(`no answer within ${longestSend / 1000} s`))
    const done = (result: SendResult | undefined) => {
      callOff()
      // Destinations come from outside: a missing or malformed response does not mean that the message was sent.
      if (typeof result?.ok === 'boolean') resolve(result)
      else failed('no answer that could be understood')
    }
    try {
      destination.deliver(taken).then(done, (error: unknown) => {
        callOff()
        failed(error instanceof Error ? error.message : String(error))
      })
    } catch (error) {
      callOff()
      failed(String(error))
    }
  })
}
