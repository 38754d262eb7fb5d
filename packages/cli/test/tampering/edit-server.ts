import type pg from 'pg'

type Row = 'NEW' | 'OLD'
const rid = (row: Row) => `(SELECT rid FROM $S.records WHERE type = ${row}.type AND id = ${row}.id)`
const of = (row: Row) => `bucket = ${row}.bucket AND rid = ${rid(row)}`
// A text that is no hash is kept as it is, behind a byte that says so.
const hash = (name: string) =>
  `CASE WHEN NEW.${name} IS NULL THEN NULL WHEN NEW.${name} ~ '^([0-9a-f]{2})+$' THEN '\\x00'::bytea || decode(NEW.${name}, 'hex') ELSE '\\x01'::bytea || convert_to(NEW.${name}, 'UTF8') END`

// A deadline stands in the row of its record, with the earliest of all of them beside it.
const earliest = (row: Row) =>
  `UPDATE $S.records SET due_at = (SELECT min(value::bigint) FROM jsonb_each_text(deadlines)) WHERE ${of(row)};`
const putDeadline = `
  UPDATE $S.records SET deadlines = coalesce(deadlines, '{}') || jsonb_build_object(NEW.name, NEW.at) WHERE ${of('NEW')};
  UPDATE $S.records SET leases = coalesce(leases, '{}') || jsonb_build_object(NEW.name, jsonb_build_array(NEW.lease_owner, NEW.lease_until))
    WHERE ${of('NEW')} AND NEW.lease_until IS NOT NULL;
  ${earliest('NEW')}`
const ofDelivery = `${of('OLD')} AND destination = OLD.destination AND event = OLD.event`
const ofText = `${of('OLD')} AND ref = OLD.ref`
const ofAnswer = `${of('OLD')} AND key = OLD.key`
const ofEvent = `${of('OLD')} AND seq = OLD.seq`

const edits: Readonly<Record<string, Partial<Readonly<Record<'INSERT' | 'UPDATE' | 'DELETE', string>>>>> = {
  events: {
    UPDATE: `UPDATE $S.event_rows SET seq = NEW.seq, event = NEW.event, at = NEW.at, bytes = NEW.bytes, hash = ${hash('hash')} WHERE ${ofEvent};`,
    DELETE: `DELETE FROM $S.event_rows WHERE ${ofEvent};`,
  },
  deadlines: {
    INSERT: putDeadline,
    UPDATE: putDeadline,
    DELETE: `UPDATE $S.records SET deadlines = nullif(deadlines - OLD.name, '{}') WHERE ${of('OLD')}; ${earliest('OLD')}`,
  },
  deliveries: {
    UPDATE: `UPDATE $S.delivery_rows SET destination = NEW.destination, event = NEW.event, payload = NEW.payload, at = NEW.at, attempts = NEW.attempts,
      head = NEW.head, lease_owner = NEW.lease_owner, lease_until = NEW.lease_until, dead = NEW.dead, blocks = NEW.blocks WHERE ${ofDelivery};`,
    DELETE: `DELETE FROM $S.delivery_rows WHERE ${ofDelivery};`,
  },
  delivered: { UPDATE: `UPDATE $S.records SET delivered = NEW.count WHERE ${of('OLD')};` },
  sent: {
    UPDATE: `UPDATE $S.sent_rows SET event = NEW.event, destination = NEW.destination, at = NEW.at, attempts = NEW.attempts WHERE ${ofDelivery};`,
    DELETE: `DELETE FROM $S.sent_rows WHERE ${ofDelivery};`,
  },
  vault: {
    UPDATE: `UPDATE $S.vault_rows SET bucket = NEW.bucket, rid = ${rid('NEW')}, ref = NEW.ref, subject = NEW.subject, field = NEW.field, value = NEW.value,
      salt = ${hash('salt')} WHERE ${ofText};`,
    DELETE: `DELETE FROM $S.vault_rows WHERE ${ofText};`,
  },
  answers: {
    INSERT: `INSERT INTO $S.answer_rows (bucket, rid, key, fingerprint, version, events, at)
      VALUES (NEW.bucket, ${rid('NEW')}, NEW.key, ${hash('fingerprint')}, NEW.version, NEW.events, NEW.at);`,
    UPDATE: `UPDATE $S.answer_rows SET key = NEW.key, fingerprint = ${hash('fingerprint')}, version = NEW.version, events = NEW.events, at = NEW.at WHERE ${ofAnswer};`,
    DELETE: `DELETE FROM $S.answer_rows WHERE ${ofAnswer};`,
  },
}

/** Lets a connection do everything somebody could do with a schema, in the words of its views: what is written to `events` or `vault` goes to the rows behind them. */
export async function editSchema(client: pg.Client, schema: string): Promise<void> {
  for (const [view, statements] of Object.entries(edits)) {
    const name = `"${schema}".edit_${view}`
    const body = Object.entries(statements).map(([when, sql]) => `IF TG_OP = '${when}' THEN ${sql} END IF;`)
    const text = body.join('\n').replaceAll('$S', () => `"${schema}"`)
    await client.query(
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $edit$ BEGIN ${text} RETURN coalesce(NEW, OLD); END $edit$;
       CREATE TRIGGER edit INSTEAD OF ${Object.keys(statements).join(' OR ')} ON "${schema}"."${view}" FOR EACH ROW EXECUTE FUNCTION ${name}()`,
    )
  }
}

/**
 * The same on a cluster, which refuses many an edit of a spread table, though whoever has the nodes can make each: the edit is made of a copy, and its rows
 * are put in the place of those of the schema.
 */
export async function editSpreadSchema(
  client: pg.Client,
  schema: string,
  edit: (copy: string) => Promise<void>,
): Promise<void> {
  const copy = `${schema}_copy`
  const named = async (kind: string) =>
    (
      await client.query<{ name: string; definition: string | null }>(
        `SELECT c.relname AS name, pg_get_viewdef(c.oid) AS definition FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = $1 AND c.relkind = $2 AND c.relname <> 'migrations'`,
        [schema, kind],
      )
    ).rows
  const tables = (await named('r')).map(({ name }) => name)
  await client.query(`CREATE SCHEMA "${copy}"`)
  for (const name of tables)
    await client.query(`CREATE TABLE "${copy}"."${name}" AS SELECT * FROM "${schema}"."${name}"`)
  for (const { name, definition } of await named('v'))
    await client.query(`CREATE VIEW "${copy}"."${name}" AS ${definition?.replaceAll(`${schema}.`, () => `${copy}.`)}`)
  await edit(copy)
  await client.query(`TRUNCATE ${tables.map((name) => `"${schema}"."${name}"`).join(', ')}`)
  for (const name of tables) await client.query(`INSERT INTO "${schema}"."${name}" SELECT * FROM "${copy}"."${name}"`)
  await client.query(`DROP SCHEMA "${copy}" CASCADE`)
}
