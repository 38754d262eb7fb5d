import type { Settlement } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { giveBackDeadline } from './deadlines.js'
import { settleDelivery } from './deliveries.js'
import { settleDone } from './done.js'
import { addReceipt, forgetSent } from './ledger.js'
import { dropPause, putPause } from './pauses.js'
import { reindex } from './record-row.js'
import { replaceSearch } from './search-rows.js'
import { forgetAnswers } from './write.js'

type Settle = {
  readonly [What in Settlement['what']]: (db: Database, row: Extract<Settlement, { what: What }>) => void
}

const settle: Settle = {
  deadline: giveBackDeadline,
  delivery: settleDelivery,
  replay: settleDelivery,
  receipt: addReceipt,
  sent: forgetSent,
  pause: putPause,
  resume: (db, { destination }) => dropPause(db, destination),
  index: reindex,
  search: replaceSearch,
  answers: (db, { before }) => forgetAnswers(db, before),
}

type Delivery = Extract<Settlement, { what: 'delivery' }>
const isDone = (row: Settlement): row is Delivery => row.what === 'delivery' && row.outcome.kind === 'done'

/** Gives back or finishes rows that were taken, unless their lease is another by now; pauses destinations, requeues dead letters, deletes old answers. */
export function writeSettlements(db: Database, rows: readonly Settlement[]): void {
  const settleOne = (row: Settlement) => (settle[row.what] as (db: Database, row: Settlement) => void)(db, row)
  for (const row of rows) if (!isDone(row) && row.what !== 'receipt') settleOne(row)
  settleDone(db, rows.filter(isDone))
  // Of what is done by now.
  for (const row of rows) if (row.what === 'receipt') settleOne(row)
}
