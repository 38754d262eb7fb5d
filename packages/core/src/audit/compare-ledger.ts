import type { RecordRows } from '../contracts/rows.js'
import type { RowFault } from '../record/chain.js'
import type { Folded } from './fold-record.js'

/** Clocks of processes and of providers differ. */
const asIs = 24 * 3_600_000

/**
 * Compares the ledger with what the events owed and with what was counted: there are as many rows as were kept, less those removed since, and each is of a delivery that
 * its event owed and that is not owed any more. Of events from before they said what they owe, only the rest is compared.
 */
export function compareLedger(
  { events }: Pick<Folded, 'events'>,
  { sent, kept, delivered, deliveries }: Pick<RecordRows, 'sent' | 'kept' | 'delivered' | 'deliveries'>,
  now: number,
): RowFault | undefined {
  const owed = new Set(deliveries.map(({ destination, event }) => `${destination} #${event}`))
  for (const { destination, event: seq, at, attempts } of sent) {
    const name = `${destination} #${seq}`
    const event = events[seq - 1]
    const isOwed = event !== undefined && (event.wrote === undefined || event.wrote.owes?.[destination] !== undefined)
    if (!isOwed || owed.has(name)) return { name, wrong: 'added' }
    if (attempts < 1) return { name, wrong: 'changed' }
    if (at < event.at - asIs || at > now + asIs) return { name, wrong: 'moved' }
  }
  if (sent.length < kept) return { name: 'sent', wrong: 'missing' }
  return sent.length > kept || kept > delivered ? { name: 'sent', wrong: 'added' } : undefined
}
