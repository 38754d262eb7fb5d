import type { NotificationChannel } from '@huiyin/core'
import type { Notice, SendResult } from '@huiyin/core/contracts'
import { nonsenseAnswer } from '../nonsense-answer.js'
import { deliveryKey, type Ledger } from './ledger.js'
import type { Owner } from './scheduler.js'
import type { World } from './world.js'

/** Two channels as one process has them: one for residents, which skips dead letters, and one for units, which blocks behind them. */
export function simulatedChannels(owner: Owner, ledger: Ledger, world: World): readonly NotificationChannel[] {
  const { faults, random, scheduler, trace, violate } = world

  function checkOrder({ record: { id: request }, id }: Notice, event: number, destination: string): void {
    const waiting = ledger.before(request, event, destination).find((each) => !each.accepted && !each.everDead)
    if (waiting !== undefined)
      violate('order', `${id} was sent before ${deliveryKey(request, waiting.event, destination)}`)
  }

  function answer(): SendResult {
    if (faults.strikes('failingChannels', 0.2)) {
      if (random.chance(0.2)) throw new Error('the channel threw')
      return random.chance(0.5)
        ? { ok: false, class: 'transient', reason: 'failed' }
        : { ok: false, class: 'throttled', reason: 'too many', retryAfter: 1000 * random.int(1, 600) }
    }
    if (faults.strikes('deadLetters', 0.08)) return { ok: false, class: 'recipient', reason: 'no such receiver' }
    if (faults.strikes('pausedChannels', 0.05)) {
      const asked = random.chance(0.5) ? {} : { retryAfter: 60_000 * random.int(1, 600) }
      return { ok: false, class: 'quota', reason: 'nothing left for today', ...asked }
    }
    return { ok: true }
  }

  function channel(name: string, audience: 'resident' | 'unit', onDeadLetter: 'skip' | 'block'): NotificationChannel {
    function accept({ id, record: { id: request } }: Notice, event: number): SendResult {
      const result = answer()
      trace.add(`  sent ${id}: ${result.ok ? 'ok' : result.class}`)
      const delivery = ledger.delivery(request, event, name)
      if (result.ok && delivery !== undefined) delivery.accepted = true
      return result
    }

    function nonsense({ id }: Notice): Promise<SendResult> {
      trace.add(`  sent ${id}: nonsense`)
      for (;;) {
        const { hangs, send: answer } = nonsenseAnswer(random)
        if (!hangs) return answer() as Promise<SendResult>
      }
    }

    async function send(message: Notice): Promise<SendResult> {
      if (!owner.alive) return new Promise(() => {})
      const event = message.seq
      checkOrder(message, event, name)
      if (faults.strikes('hangingChannels', 0.08)) return new Promise(() => {})
      if (faults.strikes('nonsenseAnswers', 0.1)) return nonsense(message)
      if (!faults.on('slowAnswers')) return accept(message, event)
      return new Promise((resolve, reject) => {
        const run = () => {
          try {
            resolve(accept(message, event))
          } catch (error) {
            reject(error)
          }
        }
        scheduler.add({ owner, run })
      })
    }
    return { contract: 'huiyin.channel/2', name, audience, onDeadLetter, send }
  }

  return [channel('residents', 'resident', 'skip'), channel('units', 'unit', 'block')]
}
