import pg from 'pg'

export { spread } from '@huiyin/testkit/postgres'

let schemas = 0
/** Names of schemas nobody else uses. */
export const newSchema = (): string => `test_${process.pid}_${Date.now().toString(36)}_${++schemas}`

/** The address with a name for its sessions: others may be at work on the same server, and must not be disturbed. */
export function underName(connection: string, name: string): string {
  const url = new URL(connection)
  url.searchParams.set('application_name', name)
  return String(url)
}

/** Runs statements beside the storage, as an administrator would. */
export async function administer<Row>(
  connection: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: connection })
  // A server that ends in the middle fails the statement; the connection's own complaint must not end the test.
  client.on('error', () => {})
  await client.connect()
  try {
    for (;;) {
      try {
        return (await client.query(text, [...values])).rows as Row[]
      } catch (error) {
        // Tests that make and drop their schemas at the same time meet in the tables of a cluster; what a deadlock took back is done again.
        if ((error as { code?: string }).code !== '40P01') throw error
      }
    }
  } finally {
    await client.end()
  }
}

/** Empties a schema, which takes less time than making another, above all on several nodes. */
export async function empty(connection: string, schema: string): Promise<void> {
  const tables = await administer<{ name: string }>(
    connection,
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'migrations'`,
    [schema],
  )
  await administer(connection, `TRUNCATE ${tables.map(({ name }) => name).join(', ')}`)
}

/** A transaction of the host's own, and its two ends. */
export async function openTransaction(connection: string) {
  const client = new pg.Client({ connectionString: connection })
  client.on('error', () => {})
  await client.connect()
  await client.query('BEGIN')
  const end = (how: string) => async () => {
    await client.query(how)
    await client.end()
  }
  return { tx: client, commit: end('COMMIT'), rollback: end('ROLLBACK') }
}
