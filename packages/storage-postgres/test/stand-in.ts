import { citusStandIn, type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import pg from 'pg'
import { administer, spread } from './schema.js'

/** Lets a server stand in for a cluster; nodes and their absence are played by the connection, see `refusing`. */
export const standInForCitus = (connection: string): Promise<unknown[]> => administer(connection, citusStandIn)

/** The cluster that is named for the tests; where none is, a server of our own stands in for one. */
export async function severalNodes(): Promise<PostgresServer> {
  if (spread.distribute !== undefined) return postgresServer()
  const server = await postgresServer(['-c', 'max_locks_per_transaction=1024'])
  await standInForCitus(server.connection)
  return server
}

/** One statement as it was sent. */
export interface Sent {
  readonly text: string
  readonly values: readonly unknown[]
}

/** The one bucket that a statement names; `undefined` when it needs them all. */
export function bucketOf({ text, values }: Sent): number | undefined {
  const named = /bucket = (\d+)\b/.exec(text)?.[1]
  if (named !== undefined) return Number(named)
  if (/r\.bucket = \$1 AND r\.type = \$2 AND r\.id = \$3|huiyin_\w+\(\$1::smallint/.test(text)) return Number(values[0])
  return undefined
}

/** The buckets that the rows of a call lie in, and the one it is sent by. */
const bucketsOf = (one: Sent): readonly (number | undefined)[] => [
  bucketOf(one),
  ...[...one.values.join().matchAll(/"bucket":(\d+)/g)].map((match) => Number(match[1])),
]

/** A pool that notes what is sent, and refuses what needs a bucket that is away, as a cluster does whose node does not answer. */
export function refusing(connection: string, tables: () => RegExp) {
  const away = new Set<number>()
  const sent: Sent[] = []
  const pool = new pg.Pool({ connectionString: connection, max: 6 })
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (config: unknown) => Promise<unknown>
    client.query = (async (config: string | { text: string; values?: unknown[] }) => {
      const text = typeof config === 'string' ? config : config.text
      const one = { text, values: typeof config === 'string' ? [] : (config.values ?? []) }
      if (tables().test(text)) {
        sent.push(one)
        if (away.size > 0 && bucketsOf(one).some((bucket) => bucket === undefined || away.has(bucket)))
          throw Object.assign(new Error('connection to the remote node failed'), { code: '08006', severity: 'ERROR' })
      }
      return query(config)
    }) as typeof client.query
  })
  return { pool, away, sent }
}
