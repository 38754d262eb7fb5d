import type { DestinationPause } from '@huiyin/core/contracts'
import type { Database } from './database.js'

/** A condition on deliveries: their destination is not paused at an instant, to which it is bound. */
export const notPaused = 'destination NOT IN (SELECT destination FROM pauses WHERE until > ?)'

/** Pauses a destination, unless a pause of it ends later, or at the same instant. */
export function putPause(db: Database, { destination, until, reason, since }: DestinationPause): void {
  db.run(
    `INSERT INTO pauses (destination, until, reason, since) VALUES (?, ?, ?, ?) ON CONFLICT (destination)
     DO UPDATE SET until = excluded.until, reason = excluded.reason, since = excluded.since WHERE excluded.until > until`,
    destination,
    until,
    reason,
    since,
  )
}

/** Ends the pause of a destination, if there is one. */
export function dropPause(db: Database, destination: string): void {
  db.run('DELETE FROM pauses WHERE destination = ?', destination)
}

/** Every pause, also those that are over. */
export const readPauses = (db: Database): DestinationPause[] =>
  db
    .all<DestinationPause>('SELECT destination, until, reason, since FROM pauses ORDER BY destination')
    .map((row) => ({ ...row }))
