import type { CloudEvent, EventSink, SendResult } from '@huiyin/core/contracts'
import { deliveryKey, type Ledger } from './ledger.js'
import type { Owner } from './scheduler.js'
import type { World } from './world.js'

const name = 'archive'

/** An event sink as one process has it: batches of a few, each event answered for itself or all at once. */
export function simulatedSink(
  owner: Owner,
  ledger: Ledger,
  { faults, random, scheduler, trace, violate }: World,
): EventSink {
  const of = ({ data }: CloudEvent) => ({ id: data.record.id, seq: data.seq })

  function check(batch: readonly CloudEvent[]): void {
    for (const event of batch) {
      const { id, seq } = of(event)
      const key = deliveryKey(id, seq, name)
      if (batch.some((other) => other !== event && of(other).id === id))
        violate('order', `${key} came with another event of its record`)
      const waiting = ledger.before(id, seq, name).find((each) => !each.accepted && !each.everDead)
      if (waiting !== undefined) violate('order', `${key} was published before ${deliveryKey(id, waiting.event, name)}`)
      if (ledger.delivery(id, seq, name) === undefined) violate('owed', `${key} was published and is not owed`)
      if (!ledger.hasHash(id, seq, event.dedupeid)) violate('explained', `${key} is not the event that was written`)
    }
  }

  function outcome(event: CloudEvent): SendResult {
    if (faults.strikes('failingChannels', 0.1)) return { ok: false, class: 'transient', reason: 'failed' }
    if (faults.strikes('deadLetters', 0.04)) return { ok: false, class: 'content', reason: 'too large' }
    const { id, seq } = of(event)
    const delivery = ledger.delivery(id, seq, name)
    if (delivery !== undefined) delivery.accepted = true
    return { ok: true }
  }

  function answer(batch: readonly CloudEvent[]): SendResult | readonly SendResult[] {
    if (faults.strikes('failingChannels', 0.1)) throw new Error('the sink threw')
    if (faults.strikes('pausedChannels', 0.05)) return { ok: false, class: 'quota', reason: 'nothing left for today' }
    // As many as some other batch has: it says of no event which answer is its own.
    if (faults.strikes('nonsenseAnswers', 0.1)) return [...batch.map(() => ({ ok: true }) as const), { ok: true }]
    const outcomes = batch.map(outcome)
    trace.add(`  published ${batch.map(({ id }) => id).join(', ')}: ${outcomes.map(({ ok }) => ok).join(', ')}`)
    return outcomes.every(({ ok }) => ok) && random.chance(0.5) ? { ok: true } : outcomes
  }

  return {
    contract: 'huiyin.sink/1',
    name,
    on: ['request.*'],
    batch: 4,
    publish(batch) {
      if (!owner.alive) return new Promise(() => {})
      check(batch)
      if (faults.strikes('hangingChannels', 0.08)) return new Promise(() => {})
      if (!faults.on('slowAnswers')) return Promise.resolve(batch).then(answer)
      return new Promise((resolve, reject) => {
        scheduler.add({ owner, run: () => void Promise.resolve(batch).then(answer).then(resolve, reject) })
      })
    },
  }
}
