// Tables made for the questions of desks, and these questions in hand-written SQL: in a SQLite file, and on a PostgreSQL server.
import { DatabaseSync } from 'node:sqlite'
import { postgresDriver } from '../../scripts/lib/postgres-driver.mjs'

const tables = (bigint) => `
  CREATE TABLE own_requests (n ${bigint} PRIMARY KEY, at ${bigint} NOT NULL, due ${bigint} NOT NULL, unit TEXT NOT NULL, status TEXT NOT NULL, open INTEGER NOT NULL,
    requester TEXT NOT NULL, body TEXT NOT NULL);
  CREATE TABLE own_desks (desk TEXT NOT NULL, due ${bigint} NOT NULL, n ${bigint} NOT NULL, PRIMARY KEY (desk, due, n));
  CREATE INDEX own_queue ON own_requests (due, n) WHERE open = 1;
  CREATE INDEX own_unit ON own_requests (unit, due, n) WHERE open = 1;
  CREATE INDEX own_status ON own_requests (unit, status) WHERE open = 1;
  CREATE INDEX own_resident ON own_requests (requester, at)`

/** Each question: its statement, with places `$1`, and a page of 51. */
const statements = {
  city: 'SELECT body FROM own_requests WHERE open = 1 AND (due, n) > ($1, $2) ORDER BY due, n LIMIT 51',
  unit: 'SELECT body FROM own_requests WHERE open = 1 AND unit = $1 ORDER BY due, n LIMIT 51',
  desk: 'SELECT r.body FROM own_desks d JOIN own_requests r ON r.n = d.n WHERE d.desk = $1 ORDER BY d.due, d.n LIMIT 51',
  counts: 'SELECT status, count(*) AS count FROM own_requests WHERE open = 1 AND unit = $1 GROUP BY status',
  resident: 'SELECT body FROM own_requests WHERE requester = $1 ORDER BY at DESC LIMIT 51',
}
const read = (rows) => rows.map(({ body }) => (body === undefined ? undefined : JSON.parse(body)))

/** Hand-written SQL on a SQLite file. */
export function ownFile(path) {
  const db = new DatabaseSync(path)
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; ${tables('INTEGER')}`)
  const insert = db.prepare('INSERT INTO own_requests VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const put = db.prepare('INSERT INTO own_desks VALUES (?, ?, ?)')
  const asked = Object.fromEntries(
    Object.entries(statements).map(([name, sql]) => [name, db.prepare(sql.replace(/\$\d/g, '?'))]),
  )
  return {
    async add(rows) {
      db.exec('BEGIN')
      for (const { n, at, due, unit, status, open, requester, body, desks } of rows) {
        insert.run(n, at, due, unit, status, open, requester, body)
        for (const desk of desks) put.run(desk, due, n)
      }
      db.exec('COMMIT')
    },
    settled: async () => db.exec('ANALYZE'),
    ask: async (name, ...values) => read(asked[name].all(...values)),
    close: async () => db.close(),
  }
}

/** Hand-written SQL on a PostgreSQL server, in tables beside those of the storage. */
export async function ownServer(connection) {
  const pg = await postgresDriver()
  const pool = new pg.Pool({ connectionString: connection, max: 2 })
  await pool.query(tables('bigint'))
  return {
    async add(rows) {
      const json = JSON.stringify(rows)
      await pool.query('INSERT INTO own_requests SELECT * FROM json_populate_recordset(NULL::own_requests, $1)', [json])
      const desks = rows.flatMap(({ desks, due, n }) => desks.map((desk) => ({ desk, due, n })))
      await pool.query('INSERT INTO own_desks SELECT * FROM json_populate_recordset(NULL::own_desks, $1)', [
        JSON.stringify(desks),
      ])
    },
    settled: async () => void (await pool.query('VACUUM ANALYZE')),
    ask: async (name, ...values) => read((await pool.query(statements[name], values)).rows),
    close: () => pool.end(),
  }
}
