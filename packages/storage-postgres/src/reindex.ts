import type { Settlement } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { deskColumns } from './desk-rows.js'

/** Replaces what records of these versions are found by. Each statement names a bucket, so that it goes to one node. */
export async function reindex(
  db: Database,
  schema: string,
  rows: readonly Extract<Settlement, { what: 'index' }>[],
): Promise<void> {
  for (const [bucket, some] of Map.groupBy(rows, ({ ref }) => ref.bucket)) {
    const written = some.map(({ ref: { type, id }, version, index }) => {
      const { status, open, areaPath: area_path, unit, category, channel, requester } = index
      return { type, id, version, status, open, area_path, unit, category, channel, requester, ...deskColumns(index) }
    })
    await db.query(
      'settle',
      `UPDATE ${schema}.records r SET status = e.status, open = e.open, area_path = e.area_path, unit = e.unit, category = e.category,
         channel = e.channel, requester = e.requester, owner = e.owner, owner_due_at = e.owner_due_at, flags = e.flags, number = e.number, desks = e.desks
       FROM json_to_recordset($2::json) AS e(type text, id text, version int, status text, open boolean, area_path text, unit text, category text,
         channel text, requester text, owner text, owner_due_at bigint, flags text, number text, desks text[])
       WHERE r.bucket = $1 AND r.type = e.type AND r.id = e.id AND r.version = e.version`,
      [bucket, JSON.stringify(written)],
    )
  }
}
