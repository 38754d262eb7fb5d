import type { DestinationPause, Settlement } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import type { SchemaLayout } from './options.js'

/** Pauses of destinations. On several nodes their table is on each. */
export function createPauses(db: Database, { schema }: SchemaLayout) {
  const pauses = () =>
    db.query<DestinationPause>('pauses', `SELECT destination, until, reason, since FROM ${schema}.pauses ORDER BY 1`)

  async function settle(row: Extract<Settlement, { what: 'pause' | 'resume' }>): Promise<void> {
    if (row.what === 'resume') {
      await db.query('settle', `DELETE FROM ${schema}.pauses WHERE destination = $1`, [row.destination])
      return
    }
    await db.query(
      'settle',
      `INSERT INTO ${schema}.pauses AS p (destination, until, reason, since) VALUES ($1, $2, $3, $4) ON CONFLICT (destination)
       DO UPDATE SET until = excluded.until, reason = excluded.reason, since = excluded.since WHERE excluded.until > p.until`,
      [row.destination, row.until, row.reason, row.since],
    )
  }

  /** Names of those paused at an instant. */
  const pausedAt = async (now: number): Promise<readonly string[]> =>
    (await pauses()).filter(({ until }) => until > now).map(({ destination }) => destination)

  return { pauses, settle, pausedAt }
}

/** See `createPauses`. */
export type Pauses = ReturnType<typeof createPauses>
