import type { Settlement } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { giveBackDeadline } from './deadlines.js'
import { settleDelivery } from './deliveries.js'
import { forgetAnswers } from './write.js'

/** Gives back or finishes rows that were taken, unless their lease is another by now; also requeues dead letters and deletes old answers. */
export function writeSettlement(db: Database, row: Settlement): void {
  if (row.what === 'answers') forgetAnswers(db, row.before)
  else if (row.what === 'deadline') giveBackDeadline(db, row)
  else settleDelivery(db, row)
}
