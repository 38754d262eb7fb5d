import type { Settlement } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { functionsOf } from './functions.js'
import type { Ledger } from './ledger.js'
import type { SchemaLayout } from './options.js'
import type { Pauses } from './pauses.js'
import { type Placement, tallyBuckets } from './placement.js'
import { reindex } from './reindex.js'
import { settleSearch } from './search-function.js'
import { sideBySide, whatSucceeded } from './side-by-side.js'

type OfRow = Extract<Settlement, { what: 'deadline' | 'delivery' | 'replay' }>
const isOfRow = (row: Settlement): row is OfRow =>
  row.what === 'deadline' || row.what === 'delivery' || row.what === 'replay'

function flat(settlement: OfRow): object {
  if (settlement.what === 'replay') {
    const { what, event, destination, at } = settlement
    return { what, event, destination, at }
  }
  const { what, lease } = settlement
  if (what === 'deadline') return { what, name: settlement.name, at: settlement.at, ...lease }
  const { event, destination, outcome } = settlement
  const ending = outcome.kind === 'dead' ? { reason: outcome.reason, blocks: outcome.behind === 'block' } : {}
  return {
    what,
    event,
    destination,
    kind: outcome.kind,
    ...(outcome.kind === 'done' && outcome.keep !== undefined && { keep: outcome.keep }),
    ...(outcome.kind === 'retry' && { at: outcome.at, back: outcome.counted === false ? 1 : 0 }),
    ...ending,
    ...lease,
  }
}

/** Settles what was taken, one call for each node; pauses destinations, projects records anew and removes old answers. */
export function createSettler(
  db: Database,
  layout: SchemaLayout,
  placement: Placement,
  pauses: Pauses,
  ledger: Ledger,
) {
  const { schema, distributed } = layout
  const settleText = `SELECT ${functionsOf(layout).settle.name}($1::smallint, $2)`

  async function settle(rows: readonly Settlement[]): Promise<void> {
    const taken: { readonly bucket: number; readonly key: string; readonly row: object }[] = []
    for (const settlement of rows) {
      if (!isOfRow(settlement)) continue
      const { bucket, type, id } = settlement.ref
      const place =
        settlement.what === 'deadline' ? settlement.name : `${settlement.destination}\u0001${settlement.event}`
      const row = { bucket, type, id, ...flat(settlement) }
      taken.push({ bucket, key: `${String(bucket).padStart(5, '0')}\u0001${type}\u0001${id}\u0001${place}`, row })
    }
    taken.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    const nodes = Map.groupBy(taken, ({ bucket }) => placement.nodeOf(bucket))
    const settled = await sideBySide([...nodes.values()], (group) => {
      const values = [group[0]?.bucket ?? 0, JSON.stringify(group.map(({ row }) => row))]
      return db.query('settle', settleText, values)
    })
    for (const each of settled) if (each.status === 'rejected') throw each.reason
    for (const each of rows) {
      if (each.what === 'answers') await forgetAnswers(each.before)
      else if (each.what === 'receipt') await ledger.addReceipt(each)
      else if (each.what === 'sent') await ledger.forget(each)
      else if (each.what === 'pause' || each.what === 'resume') await pauses.settle(each)
    }
    await reindex(
      db,
      schema,
      rows.filter((each) => each.what === 'index'),
    )
    await settleSearch(
      db,
      layout,
      placement,
      rows.filter((each) => each.what === 'search'),
    )
  }

  // In batches, so that no command waits for all of them.
  async function forgetSome(before: number, bucket?: number): Promise<void> {
    const most = 5000
    const of = bucket === undefined ? '' : `AND bucket = ${Number(bucket)}`
    for (;;) {
      const forgotten = await db.query(
        'settle',
        `DELETE FROM ${schema}.answer_rows WHERE (bucket, rid, key) IN
           (SELECT bucket, rid, key FROM ${schema}.answer_rows WHERE at < $1 ${of} LIMIT ${most}) ${of} RETURNING 1`,
        [before],
        { impatient: bucket !== undefined },
      )
      if (forgotten.length < most) return
    }
  }

  // Those of a node that is away are kept until the next time: a key that is known for longer harms nobody.
  async function forgetAnswers(before: number): Promise<void> {
    if (!distributed) return forgetSome(before)
    whatSucceeded(await sideBySide(tallyBuckets(true), (bucket) => forgetSome(before, bucket)))
  }

  return settle
}
