import type { Storage } from '@huiyin/core'
import type { DeadlineRow } from '@huiyin/core/contracts'
import { deliveryKey, type Ledger, recordKey } from './ledger.js'
import type { ReadRecord } from './read-back.js'
import type { World } from './world.js'

// No simulation lasts that long, and no clock jumps so far.
const yearOff = 366 * 86_400_000
const farAway = 100 * 365 * 86_400_000

/** No open request without a clock and an owner; the deadlines stored are those the changes put. */
export async function checkDeadlines(
  read: readonly ReadRecord[],
  ledger: Ledger,
  storage: Storage,
  { scheduler, violate }: World,
): Promise<void> {
  const now = scheduler.now()
  const lease = { owner: 'the end', until: now + 2 * farAway }
  const rows = await storage.takeDue({ what: 'deadlines', now: now + farAway, limit: 10_000, lease })
  const running = Map.groupBy(rows, recordKey)
  for (const { record, facts, changes } of read) {
    for (const { at } of changes)
      if (Math.abs(at - now) > yearOff) violate('instants', `${record.id} was changed at ${at}, years off`)
    const wanted = new Set<string>()
    for (const change of changes) {
      for (const name of change.deadlines.drop) wanted.delete(name)
      for (const { name } of change.deadlines.put) wanted.add(name)
    }
    const there: readonly DeadlineRow[] = running.get(recordKey(record)) ?? []
    const names = there.map(({ name }) => name).sort()
    if (names.join() !== [...wanted].sort().join())
      violate('clocks', `${record.id} runs [${names}] and should run [${[...wanted].sort()}]`)
    for (const { name, at } of there) {
      if (!ledger.allowed(`${recordKey(record)}#${name}`, at))
        violate('instants', `${record.id}#${name} is due at ${at}`)
      if (at <= now) violate('quiet', `${record.id}#${name} was due at ${at} and is not done`)
    }
    if (record.type !== 'request' || !record.index.open) continue
    if (there.length === 0) violate('clocks', `${record.id} is open and no clock runs`)
    if (Object.values(facts.owner).some((each) => each === '')) violate('clocks', `${record.id} has no owner`)
  }
}

/** Every delivery was sent to a channel or, for other destinations, carried out. */
export function checkDeliveries(
  read: readonly ReadRecord[],
  ledger: Ledger,
  channels: readonly string[],
  { violate }: World,
): void {
  for (const { record, changes } of read) {
    for (const { event, destination } of changes.flatMap(({ deliveries }) => deliveries)) {
      const delivery = ledger.delivery(record.id, event, destination)
      const given = channels.includes(destination) ? delivery?.accepted : delivery?.done
      if (given !== true) violate('deliveries', `${deliveryKey(record.id, event, destination)} was never given`)
    }
  }
}
