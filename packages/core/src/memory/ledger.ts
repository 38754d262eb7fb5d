import type { KeptSent, Receipt, SentWrite } from '../contracts/ledger/kept-sent.js'
import type { SentDelivery, SentQuery } from '../contracts/ledger/sent-query.js'
import type { Page, Settlement } from '../contracts/queries.js'
import type { RecordRef } from '../contracts/rows.js'
import { placeIn } from '../errors/place-in.js'
import { keyFrom } from './key.js'

interface Row {
  /** In which order rows were kept: that of rows of one instant. */
  readonly number: number
  sent: SentDelivery
}

const newestFirst = (a: Row, b: Row) => b.sent.at - a.sent.at || b.number - a.number
const earlier = (one: number | undefined, other: number) => Math.min(one ?? other, other)
const hasFailed = ({ failedAt, deliveredAt, readAt }: KeptSent) =>
  failedAt !== undefined && deliveredAt === undefined && readAt === undefined

/** The row with a receipt more: of each kind the earliest stays. */
function withReceipt<Sent extends KeptSent>(sent: Sent, { kind, at, reason }: Receipt): Sent {
  if (kind === 'delivered') return { ...sent, deliveredAt: earlier(sent.deliveredAt, at) }
  if (kind === 'read') return { ...sent, readAt: earlier(sent.readAt, at) }
  if (sent.failedAt !== undefined && sent.failedAt <= at) return sent
  const { failure: _, ...rest } = sent
  return { ...(rest as Sent), failedAt: at, ...(reason !== undefined && { failure: reason }) }
}

/** The ledger: what was kept of deliveries that are done, by record. */
export function createLedger() {
  const ofRecords = new Map<string, Map<string, Row>>()
  let kept = 0
  const recordKey = ({ type, id }: RecordRef) => keyFrom(type, id)
  const rowKey = (event: number, destination: string) => keyFrom(String(event), destination)

  function keep({ bucket, type, id }: RecordRef, event: number, destination: string, write: SentWrite): void {
    const rows = ofRecords.get(recordKey({ bucket, type, id })) ?? new Map<string, Row>()
    rows.set(rowKey(event, destination), {
      number: ++kept,
      sent: { bucket, type, id, event, destination, ...write },
    })
    ofRecords.set(recordKey({ bucket, type, id }), rows)
  }

  function receipt({ ref, event, destination, receipt }: Extract<Settlement, { what: 'receipt' }>): void {
    const row = ofRecords.get(recordKey(ref))?.get(rowKey(event, destination))
    if (row !== undefined) row.sent = withReceipt(row.sent, receipt)
  }

  const rowsOf = (of?: RecordRef): Row[] =>
    of === undefined
      ? [...ofRecords.values()].flatMap((rows) => [...rows.values()])
      : [...(ofRecords.get(recordKey(of))?.values() ?? [])]

  function forget({ destination, before, limit }: Extract<Settlement, { what: 'sent' }>): void {
    const old = rowsOf()
      .filter(({ sent }) => sent.destination === destination && sent.at < before)
      .sort(newestFirst)
    for (const { sent } of old.slice(Math.max(0, old.length - limit)))
      ofRecords.get(recordKey(sent))?.delete(rowKey(sent.event, sent.destination))
  }

  function keptOf(of: RecordRef): { readonly sent: KeptSent[]; readonly kept: number } {
    const sent = rowsOf(of).map(({ sent: { bucket: _, type: _type, id: _id, ...each } }) => each)
    return { sent, kept: sent.length }
  }

  function find({ of, destination, ref, failed, from, to, after, limit }: SentQuery): Page<SentDelivery> {
    const [at, number] = after === undefined ? [] : placeIn<[at: number, number: number]>(after, 'number number')
    const isAfter = ({ sent, ...row }: Row) =>
      at === undefined || sent.at < at || (sent.at === at && row.number < (number ?? 0))
    const rows = rowsOf(of)
      .filter(({ sent }) => destination === undefined || sent.destination === destination)
      .filter(({ sent }) => ref === undefined || sent.ref === ref)
      .filter(({ sent }) => failed !== true || hasFailed(sent))
      .filter(({ sent }) => (from === undefined || sent.at >= from) && (to === undefined || sent.at < to))
      .filter(isAfter)
      .sort(newestFirst)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const items = page.map(({ sent }) => ({ ...sent }))
    return rows.length > limit && last !== undefined
      ? { items, next: JSON.stringify([last.sent.at, last.number]) }
      : { items }
  }

  return { keep, receipt, forget, keptOf, find }
}
