import { DatabaseSync } from 'node:sqlite'

const rid = (row: 'NEW' | 'OLD') => `(SELECT rid FROM records WHERE type = ${row}.type AND id = ${row}.id)`
const event = (row: 'NEW' | 'OLD') => `(${rid(row)} * 1048576 + ${row}.seq)`
const cell = (row: 'NEW' | 'OLD') =>
  `(SELECT cell FROM cells c WHERE (c.area_path, c.unit, c.category, c.channel) = (${row}.area_path, ${row}.unit, ${row}.category, ${row}.channel))`
const sum = (row: 'NEW' | 'OLD') =>
  `(series, day, cell) = ((SELECT series FROM series s WHERE (s.grain, s.measure) = (${row}.grain, ${row}.measure)), replace(${row}.day, '-', ''), ${cell(row)})`

// A deadline stands in the row of its record, with the earliest of all of them beside it.
const path = (row: 'NEW' | 'OLD') => `'$."' || ${row}.name || '"'`
const earliest = (row: 'NEW' | 'OLD') =>
  `UPDATE records SET due_at = (SELECT min(value) FROM json_each(deadlines)) WHERE rid = ${rid(row)};`
const putDeadline = `
  UPDATE records SET deadlines = json_set(coalesce(deadlines, '{}'), ${path('NEW')}, NEW.at) WHERE rid = ${rid('NEW')};
  UPDATE records SET leases = json_set(coalesce(leases, '{}'), ${path('NEW')}, json_array(NEW.lease_owner, NEW.lease_until))
    WHERE rid = ${rid('NEW')} AND NEW.lease_until IS NOT NULL;
  ${earliest('NEW')}`

const edits: Readonly<Record<string, string>> = {
  'INSERT ON events': `INSERT INTO event_rows VALUES (${event('NEW')}, NEW.event, NEW.at, NEW.bytes, NEW.hash);`,
  'UPDATE ON events': `UPDATE event_rows SET k = ${event('NEW')}, event = NEW.event, at = NEW.at, bytes = NEW.bytes, hash = NEW.hash WHERE k = ${event('OLD')};`,
  'DELETE ON events': `DELETE FROM event_rows WHERE k = ${event('OLD')};`,
  'INSERT ON deadlines': putDeadline,
  'UPDATE ON deadlines': putDeadline,
  'DELETE ON deadlines': `UPDATE records SET deadlines = json_remove(deadlines, ${path('OLD')}) WHERE rid = ${rid('OLD')}; ${earliest('OLD')}`,
  'UPDATE ON deliveries': `
    UPDATE delivery_rows SET rid = ${rid('NEW')}, destination = NEW.destination, event = NEW.event, payload = NEW.payload, at = NEW.at, attempts = NEW.attempts,
      head = NEW.head, lease_owner = NEW.lease_owner, lease_until = NEW.lease_until, dead = NEW.dead, blocks = NEW.blocks
    WHERE (rid, destination, event) = (${rid('OLD')}, OLD.destination, OLD.event);`,
  'DELETE ON deliveries': `DELETE FROM delivery_rows WHERE (rid, destination, event) = (${rid('OLD')}, OLD.destination, OLD.event);`,
  'UPDATE ON delivered': `UPDATE delivered_counts SET count = NEW.count WHERE rid = ${rid('OLD')};`,
  'UPDATE ON sent': `
    UPDATE sent_rows SET event = NEW.event, destination = NEW.destination, at = NEW.at, attempts = NEW.attempts
    WHERE (rid, event, destination) = (${rid('OLD')}, OLD.event, OLD.destination);`,
  'DELETE ON sent': `DELETE FROM sent_rows WHERE (rid, event, destination) = (${rid('OLD')}, OLD.event, OLD.destination);`,
  'UPDATE ON vault': `
    UPDATE vault_rows SET rid = ${rid('NEW')}, ref = NEW.ref, subject = NEW.subject, field = NEW.field, value = NEW.value, salt = NEW.salt
    WHERE (rid, ref) = (${rid('OLD')}, OLD.ref);`,
  'DELETE ON vault': `DELETE FROM vault_rows WHERE (rid, ref) = (${rid('OLD')}, OLD.ref);`,
  'INSERT ON answers': `INSERT INTO answer_rows VALUES (${rid('NEW')}, NEW.key, NEW.fingerprint, NEW.version, NEW.events, NEW.at);`,
  'UPDATE ON answers': `
    UPDATE answer_rows SET key = NEW.key, fingerprint = NEW.fingerprint, version = NEW.version, events = NEW.events, at = NEW.at
    WHERE (rid, key) = (${rid('OLD')}, OLD.key);`,
  'UPDATE ON tallies': `UPDATE sums SET sum = NEW.sum WHERE ${sum('OLD')};`,
  'DELETE ON tallies': `DELETE FROM sums WHERE ${sum('OLD')};`,
}

/**
 * A connection that can do everything somebody could do with the file, in the words of its views: what is written to `events` or `vault` goes to the
 * rows behind them.
 */
export function editFile(path: string): DatabaseSync {
  const db = new DatabaseSync(path)
  for (const [position, [when, statements]] of Object.entries(edits).entries())
    db.exec(`CREATE TEMP TRIGGER edit_${position} INSTEAD OF ${when} BEGIN ${statements} END`)
  return db
}
