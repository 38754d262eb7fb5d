import { z } from 'zod'
import type { ChannelHost } from '../contracts/channel.js'
import type { Receipt } from '../contracts/ledger/kept-sent.js'
import type { SentDelivery } from '../contracts/ledger/sent-query.js'
import type { RecordRef } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { instantForm } from '../import/instant-form.js'
import { parseInput } from '../import/parse.js'
import { isProviderRef, safeReason } from './send-result.js'

const form = z.strictObject({
  kind: z.enum(['delivered', 'failed', 'read']),
  at: instantForm,
  reason: z.string().optional(),
})
const named = z.union([z.string(), z.object({ ref: z.string() })])
/** Of one message there is one row; messages that a channel sent as one share a reference. */
const mostOfOne = 100

interface ReceiptParts {
  readonly storage: Pick<Storage, 'sent' | 'settle'>
  readonly refOf: (type: string, id: string) => RecordRef
  /** Types of the records that people are told of. */
  readonly types: () => readonly string[]
  readonly now: () => number
}

/** Adds receipts of messages to the ledger, by what the provider names: see `ChannelHost.receipt`. */
export function createReceipts({ storage, refOf, types, now }: ReceiptParts) {
  // The id of a notice is `<record>/<event>/<queue>`; records of several types may have one of this id.
  async function byId(id: string, queues: readonly string[]): Promise<readonly SentDelivery[]> {
    for (const destination of queues) {
      if (!id.endsWith(`/${destination}`)) continue
      const [, record, event] = /^(.+)\/(\d+)$/s.exec(id.slice(0, -destination.length - 1)) ?? []
      if (record === undefined) continue
      for (const type of types()) {
        const { items } = await storage.sent({ of: refOf(type, record), destination, limit: 1000 })
        const found = items.filter((each) => each.event === Number(event))
        if (found.length > 0) return found
      }
    }
    return []
  }

  async function byRef(ref: string, queues: readonly string[]): Promise<readonly SentDelivery[]> {
    if (!isProviderRef(ref)) return []
    const pages = await Promise.all(queues.map((destination) => storage.sent({ destination, ref, limit: mostOfOne })))
    return pages.flatMap(({ items }) => items)
  }

  /** What takes receipts of messages in these queues. */
  return (queues: readonly string[]): ChannelHost['receipt'] =>
    async (asked, given) => {
      const message = parseInput(named, asked, ['message'], 'receipt')
      const { kind, at, reason } = parseInput(form, given, ['receipt'], 'receipt')
      const found = await (typeof message === 'string' ? byId(message, queues) : byRef(message.ref, queues))
      // The clock of a provider may be ahead.
      const receipt: Receipt = {
        kind,
        at: Math.min(at, now()),
        ...(kind === 'failed' && reason !== undefined && { reason: safeReason(reason) }),
      }
      if (found.length === 0) return 'unknown'
      await storage.settle(
        found.map(({ bucket, type, id, event, destination }) => ({
          what: 'receipt',
          ref: { bucket, type, id },
          event,
          destination,
          receipt,
        })),
      )
      return 'recorded'
    }
}
