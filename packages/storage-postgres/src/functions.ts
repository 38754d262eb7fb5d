import { checksumOf } from './checksum.js'
import type { SchemaLayout } from './options.js'

// Functions that run on the server. One call handles a whole group of changes or settlements, because round trips cost more than rows.
// Rows are locked in the order of their keys, so that two groups cannot deadlock. The checksum of its text is part of a function's name: processes of two
// versions work side by side during a rolling deploy, and a process that finds its functions need not be allowed to make any.

/** A function on the server. */
export interface ServerFunction {
  /** With the schema, as statements call it. */
  readonly name: string
  /** Without the schema. */
  readonly plainName: string
  /** Types of its arguments. */
  readonly signature: string
  /** The statement that makes it. */
  readonly create: string
}

function functionOf(schema: string, what: string, parameters: readonly string[], rest: string): ServerFunction {
  const plainName = `${what}_${checksumOf(parameters.join() + rest)}`
  const name = `${schema}.${plainName}`
  const signature = parameters.map((each) => each.split(' ')[1]).join(', ')
  return { name, plainName, signature, create: `CREATE OR REPLACE FUNCTION ${name}(${parameters.join(', ')}) ${rest}` }
}

/** All functions of a schema that is distributed or not. */
export const functionsOf = (layout: SchemaLayout) => ({
  commit: commitFunction(layout),
  settle: settleFunction(layout.schema),
  confirm: confirmFunction(layout.schema),
})

/** The SQLSTATE with which a group is rolled back when some of its changes lost; the message holds the outcomes. */
export const lostCode = 'HY001'

/** The parameters of the function in order: the rows of each table as a JSON array, `NULL` for no rows. */
export const commitArguments = [
  'p_records',
  'p_dropped',
  'p_put',
  'p_events',
  'p_deliveries',
  'p_vault',
  'p_erased',
  'p_answers',
  'p_tallies',
] as const

/**
 * Puts the rows of an argument into a table. A server takes them all with one statement. A node of a cluster would fetch such rows to itself and copy them into
 * its parts, which takes it a millisecond; a statement of one row is planned once and goes straight to its part, which takes it twenty times less.
 */
function putRows({ schema, distributed }: SchemaLayout, { table, argument, columns, conflict = '' }: PutRows): string {
  const names = columns.split(', ').map((each) => each.split(' ')[0])
  const into = `INSERT INTO ${schema}.${table} AS x (${names.join(', ')})`
  const rows = `FROM json_to_recordset(${argument}::json) AS e(${columns})`
  if (!distributed) return `${into} SELECT * ${rows}\n      ${conflict};`
  return `FOR c IN SELECT * ${rows} LOOP
      ${into} VALUES (${names.map((name) => `c.${name}`).join(', ')})\n      ${conflict};
    END LOOP;`
}

interface PutRows {
  readonly table: string
  readonly argument: (typeof commitArguments)[number]
  /** Names with their types, as the rows have them. */
  readonly columns: string
  readonly conflict?: string
}

/** The first of each queue is its head: the lowest of those given, where nothing is waiting before it. */
function putDeliveries({ schema, distributed }: SchemaLayout): string {
  const columns = 'bucket smallint, type text, id text, destination text, event int, payload text, at bigint'
  const waiting = (
    row: string,
  ) => `FROM ${schema}.deliveries w WHERE w.bucket = ${row}.bucket AND w.type = ${row}.type AND w.id = ${row}.id
            AND w.destination = ${row}.destination AND (w.dead IS NULL OR w.blocks)`
  const into = `INSERT INTO ${schema}.deliveries (bucket, type, id, destination, event, payload, at, head)`
  if (!distributed)
    return `${into}
      SELECT e.bucket, e.type, e.id, e.destination, e.event, e.payload, e.at,
        e.event = min(e.event) OVER (PARTITION BY e.bucket, e.type, e.id, e.destination) AND coalesce((SELECT false ${waiting('e')} LIMIT 1), true)
      FROM json_to_recordset(p_deliveries::json) AS e(${columns})
      ON CONFLICT DO NOTHING;`
  return `FOR c IN SELECT * FROM json_to_recordset(p_deliveries::json) AS e(${columns}) ORDER BY event LOOP
      PERFORM 1 ${waiting('c')} LIMIT 1;
      ${into}
        VALUES (c.bucket, c.type, c.id, c.destination, c.event, c.payload, c.at, NOT FOUND) ON CONFLICT DO NOTHING;
    END LOOP;`
}

/**
 * Judges and writes a group of changes to different records. Answers the outcomes as a JSON array, `NULL` when all are committed. A group of which
 * some lost is rolled back (`lostCode`), because sums and rows are those of the whole group; a single change that lost has written nothing and returns its outcome.
 *
 * Records are written one by one, since the version decides for each; all other rows table by table. On a distributed PostgreSQL a group is of one node,
 * and every statement names one bucket by a value.
 */
function commitFunction(layout: SchemaLayout): ServerFunction {
  const { schema } = layout
  return functionOf(
    schema,
    'huiyin_commit',
    ['p_bucket smallint', 'p_durable boolean', ...commitArguments.map((name) => `${name} text`)],
    `RETURNS text
LANGUAGE plpgsql SET search_path FROM CURRENT AS $huiyin$
DECLARE
  c record;
  answer jsonb;
  stored int;
  n int;
  lost int := 0;
  outcomes jsonb := '[]';
BEGIN
  PERFORM set_config('synchronous_commit', 'on', true) WHERE p_durable AND current_setting('synchronous_commit') IN ('off', 'local');
  FOR c IN SELECT * FROM json_to_recordset(p_records::json) AS each(bucket smallint, type text, id text, expected int, key text, version int,
    head text, body text, at bigint, status text, open boolean, created_at bigint, area_path text, unit text, category text, channel text, requester text)
  LOOP
    answer := NULL;
    n := 0;
    IF c.key IS NOT NULL THEN
      answer := ${answerOf(schema)};
    END IF;
    IF answer IS NULL AND c.expected = 0 THEN
      INSERT INTO ${schema}.records (bucket, type, id, version, head, body, updated_at, status, open, created_at, area_path, unit, category, channel, requester)
        VALUES (c.bucket, c.type, c.id, c.version, c.head, c.body, c.at, c.status, c.open, c.created_at, c.area_path, c.unit, c.category, c.channel, c.requester)
        ON CONFLICT DO NOTHING;
      GET DIAGNOSTICS n = ROW_COUNT;
    ELSIF answer IS NULL THEN
      UPDATE ${schema}.records r SET version = c.version, head = c.head, body = c.body, updated_at = c.at, status = c.status, open = c.open,
          area_path = c.area_path, unit = c.unit, category = c.category, channel = c.channel, requester = c.requester
        WHERE r.bucket = c.bucket AND r.type = c.type AND r.id = c.id AND r.version = c.expected;
      GET DIAGNOSTICS n = ROW_COUNT;
    END IF;
    IF n = 0 AND answer IS NULL AND c.key IS NOT NULL THEN
      -- Somebody was faster: perhaps with this very key.
      answer := ${answerOf(schema)};
    END IF;
    IF n = 1 THEN
      outcomes := outcomes || '{"kind":"committed"}'::jsonb;
    ELSE
      lost := lost + 1;
      SELECT r.version INTO stored FROM ${schema}.records r WHERE r.bucket = c.bucket AND r.type = c.type AND r.id = c.id;
      outcomes := outcomes || CASE WHEN answer IS NULL THEN jsonb_build_object('kind', 'conflict', 'version', coalesce(stored, 0))
        ELSE jsonb_build_object('kind', 'duplicate', 'answer', answer) END;
    END IF;
  END LOOP;
  IF lost = jsonb_array_length(outcomes) THEN
    RETURN outcomes::text;
  ELSIF lost > 0 THEN
    RAISE EXCEPTION USING ERRCODE = '${lostCode}', MESSAGE = outcomes::text;
  END IF;
  ${putRows(layout, { table: 'events', argument: 'p_events', columns: 'bucket smallint, type text, id text, seq int, event text, at bigint, bytes text, hash text' })}
  IF p_dropped IS NOT NULL THEN
    FOR c IN SELECT * FROM json_to_recordset(p_dropped::json) AS each(bucket smallint, type text, id text, name text) LOOP
      DELETE FROM ${schema}.deadlines x WHERE x.bucket = c.bucket AND x.type = c.type AND x.id = c.id AND x.name = c.name;
    END LOOP;
  END IF;
  IF p_put IS NOT NULL THEN
    ${putRows(layout, {
      table: 'deadlines',
      argument: 'p_put',
      columns: 'bucket smallint, type text, id text, name text, at bigint',
      conflict:
        'ON CONFLICT (bucket, type, id, name) DO UPDATE SET at = excluded.at, lease_owner = NULL, lease_until = NULL',
    })}
  END IF;
  IF p_deliveries IS NOT NULL THEN
    ${putDeliveries(layout)}
  END IF;
  IF p_vault IS NOT NULL THEN
    ${putRows(layout, {
      table: 'vault',
      argument: 'p_vault',
      columns:
        'bucket smallint, type text, id text, ref text, place bigint, subject text, field text, value text, salt text',
      conflict:
        'ON CONFLICT (bucket, type, id, ref) DO UPDATE SET subject = excluded.subject, field = excluded.field, value = excluded.value, salt = excluded.salt',
    })}
  END IF;
  IF p_erased IS NOT NULL THEN
    FOR c IN SELECT * FROM json_to_recordset(p_erased::json) AS each(bucket smallint, type text, id text, ref text) LOOP
      UPDATE ${schema}.vault x SET value = NULL, salt = NULL WHERE x.bucket = c.bucket AND x.type = c.type AND x.id = c.id AND x.ref = c.ref;
    END LOOP;
  END IF;
  IF p_answers IS NOT NULL THEN
    ${putRows(layout, {
      table: 'answers',
      argument: 'p_answers',
      columns: 'bucket smallint, type text, id text, key text, fingerprint text, version int, events int, at bigint',
    })}
  END IF;
  IF p_tallies IS NOT NULL THEN
    -- Last, since groups of several processes may meet in these rows.
    ${putRows(layout, {
      table: 'tallies',
      argument: 'p_tallies',
      columns:
        'bucket smallint, grain text, measure text, day text, area_path text, unit text, category text, channel text, sum bigint',
      conflict:
        'ON CONFLICT (bucket, grain, measure, day, area_path, unit, category, channel) DO UPDATE SET sum = x.sum + excluded.sum',
    })}
  END IF;
  RETURN NULL;
END
$huiyin$`,
  )
}

const answerOf = (schema: string) => `(
        SELECT jsonb_build_object('key', a.key, 'fingerprint', a.fingerprint, 'version', a.version, 'events', a.events, 'at', a.at)
        FROM ${schema}.answers a WHERE a.bucket = c.bucket AND a.type = c.type AND a.id = c.id AND a.key = c.key)`

/** Applies settlements of one bucket or, with several, in the order given. The record is locked first, because a command may add deliveries at the same time. */
const settleFunction = (schema: string) =>
  functionOf(
    schema,
    'huiyin_settle',
    ['p_bucket smallint', 'p_rows text'],
    `RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $huiyin$
DECLARE
  r jsonb;
  b smallint;
  t text;
  d text;
  q text;
  settled int;
  first int;
BEGIN
  FOR r IN SELECT value FROM jsonb_array_elements(p_rows::jsonb) WITH ORDINALITY AS each(value, place) ORDER BY place LOOP
    b := (r->>'bucket')::smallint;
    t := r->>'type';
    d := r->>'id';
    q := r->>'destination';
    IF r->>'what' = 'deadline' THEN
      UPDATE ${schema}.deadlines x SET at = (r->>'at')::bigint, lease_owner = NULL, lease_until = NULL
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.name = r->>'name'
          AND x.lease_owner = r->>'owner' AND x.lease_until = (r->>'until')::bigint;
      CONTINUE;
    END IF;
    IF r->>'kind' = 'retry' THEN
      UPDATE ${schema}.deliveries x
        SET at = (r->>'at')::bigint, attempts = x.attempts - (r->>'back')::int, lease_owner = NULL, lease_until = NULL
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.destination = q AND x.event = (r->>'event')::int AND x.dead IS NULL
          AND x.lease_owner = r->>'owner' AND x.lease_until = (r->>'until')::bigint;
      CONTINUE;
    END IF;
    PERFORM 1 FROM ${schema}.records x WHERE x.bucket = b AND x.type = t AND x.id = d FOR NO KEY UPDATE;
    IF r->>'what' = 'replay' THEN
      UPDATE ${schema}.deliveries x SET dead = NULL, blocks = false, attempts = 0, at = (r->>'at')::bigint
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.destination = q AND x.event = (r->>'event')::int AND x.dead IS NOT NULL;
    ELSIF r->>'kind' = 'done' THEN
      DELETE FROM ${schema}.deliveries x
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.destination = q AND x.event = (r->>'event')::int AND x.dead IS NULL
          AND x.lease_owner = r->>'owner' AND x.lease_until = (r->>'until')::bigint;
    ELSE
      UPDATE ${schema}.deliveries x SET dead = r->>'reason', blocks = (r->>'blocks')::boolean, lease_owner = NULL, lease_until = NULL
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.destination = q AND x.event = (r->>'event')::int AND x.dead IS NULL
          AND x.lease_owner = r->>'owner' AND x.lease_until = (r->>'until')::bigint;
    END IF;
    GET DIAGNOSTICS settled = ROW_COUNT;
    IF settled > 0 AND r->>'kind' = 'done' THEN
      -- It leaves no row, so it is counted: without that, one that somebody deleted would look like one that was sent.
      INSERT INTO ${schema}.delivered AS x (bucket, type, id, count) VALUES (b, t, d, 1)
        ON CONFLICT (bucket, type, id) DO UPDATE SET count = x.count + 1;
    END IF;
    IF settled > 0 THEN
      SELECT min(x.event) INTO first FROM ${schema}.deliveries x
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.destination = q AND (x.dead IS NULL OR x.blocks);
      UPDATE ${schema}.deliveries x SET head = coalesce(x.event = first, false)
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.destination = q AND x.head <> coalesce(x.event = first, false);
    END IF;
  END LOOP;
END
$huiyin$`,
  )

/**
 * Waits until an answer that was found is as durable as a fresh commit. A commit that waited for a synchronous standby and was cut off there can be read although
 * no standby has it; a write to its row, committed after it, waits for a standby that has both. Without such a standby what can be read is on the disk already.
 */
const confirmFunction = (schema: string) =>
  functionOf(
    schema,
    'huiyin_confirm',
    ['p_bucket smallint', 'p_type text', 'p_id text', 'p_key text'],
    `RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $huiyin$
BEGIN
  IF current_setting('synchronous_standby_names') <> '' THEN
    PERFORM set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') IN ('off', 'local');
    UPDATE ${schema}.answers a SET at = a.at WHERE a.bucket = p_bucket AND a.type = p_type AND a.id = p_id AND a.key = p_key;
  END IF;
END
$huiyin$`,
  )
