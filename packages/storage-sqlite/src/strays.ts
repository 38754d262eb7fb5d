import type { Page } from '@huiyin/core'
import { placeIn, type Stray } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { ridIn } from './lean-rows.js'
import { ridOfText } from './search-step.js'

// Deadlines are part of their record: they cannot be left without it.
const tables = [
  ['events', `(SELECT ${ridIn('k')} AS rid FROM event_rows)`],
  ['deliveries', 'delivery_rows'],
  ['sent', 'sent_rows'],
  ['desks', 'desk_rows'],
  ['vault', 'vault_rows'],
  ['search', `(SELECT ${ridOfText('doc')} AS rid FROM search_rows)`],
  ['answers', 'answer_rows'],
] as const

/** A page of rows whose record is not there, table by table. Nothing tells what it was: it is named by its number in the file. */
export function findStrays(
  db: Database,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Page<Stray> {
  const [from, place] = after === undefined ? [0, -1] : placeIn<[table: number, rid: number]>(after, 'number number')
  const items: Stray[] = []
  for (const [position, [rows, table]] of tables.entries()) {
    if (position < from) continue
    const found = db.all<{ rid: number }>(
      `SELECT DISTINCT rid FROM ${table} x WHERE rid > ? AND NOT EXISTS (SELECT 1 FROM records r WHERE r.rid = x.rid) ORDER BY rid LIMIT ?`,
      position === from ? place : -1,
      limit - items.length + 1,
    )
    for (const { rid } of found) {
      const last = items.at(-1)
      if (items.length === limit && last !== undefined)
        return { items, next: JSON.stringify([tables.findIndex(([name]) => name === last.rows), Number(last.id)]) }
      items.push({ bucket: 0, type: 'rid', id: String(rid), rows })
    }
  }
  return { items }
}
