// The peer of the SQLite bench: the application that every vendor writes. A row a request with its status, a row of history a step, three indexes,
// and every transaction durable. It reads the row, refuses one that is not there, updates it and adds to the history; it keeps no chain, no keys, no deadlines,
// no sums and no messages.
import { DatabaseSync } from 'node:sqlite'

const schema = `
  CREATE TABLE IF NOT EXISTS request (
    id TEXT PRIMARY KEY, status TEXT NOT NULL, area TEXT NOT NULL, category TEXT NOT NULL, unit TEXT NOT NULL,
    requester TEXT NOT NULL, description TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS request_by_unit ON request (unit, status, created_at);
  CREATE INDEX IF NOT EXISTS request_by_requester ON request (requester, created_at);
  CREATE TABLE IF NOT EXISTS history (
    id INTEGER PRIMARY KEY, request TEXT NOT NULL, at INTEGER NOT NULL, action TEXT NOT NULL, note TEXT);
  CREATE INDEX IF NOT EXISTS history_by_request ON history (request, at)`

/** The step that our change is to the application. */
export function stepOf({ id, expectedVersion, index, events, vault, at }) {
  return {
    id,
    at,
    index,
    isNew: expectedVersion === 0,
    action: events[0].type,
    note: vault.put[0]?.value ?? null,
  }
}

/** The application over the file `path`: `write(steps)` is one durable transaction, `close()`. */
export function crudApp(path) {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  db.exec(schema)
  const read = db.prepare('SELECT status, unit, requester FROM request WHERE id = ?')
  const insert = db.prepare(
    'INSERT INTO request (id, status, area, category, unit, requester, description, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const update = db.prepare('UPDATE request SET status = ?, unit = ?, updated_at = ? WHERE id = ?')
  const note = db.prepare('INSERT INTO history (request, at, action, note) VALUES (?, ?, ?, ?)')

  function apply(step) {
    const { id, at, index, isNew, action } = step
    const { status, areaPath, category, unit, requester, createdAt } = index
    if (isNew) insert.run(id, status, areaPath, category, unit, requester, step.note, createdAt, at)
    else {
      const row = read.get(id)
      if (row === undefined) throw new Error(`${id} cannot take ${action}`)
      update.run(status, unit, at, id)
    }
    note.run(id, at, action, step.note)
  }

  function write(steps) {
    db.exec('BEGIN IMMEDIATE')
    for (const step of steps) apply(step)
    db.exec('COMMIT')
  }
  return { write, close: () => db.close() }
}
