import type { Change } from '@huiyin/core/contracts'
import { binaryRows } from './binary-array.js'
import { earliestIn } from './earliest.js'
import { columnOf, columnsOf, countOf, groupParameters, type RowKind } from './group-rows.js'
import type { SchemaLayout } from './options.js'
import { functionOf, type ServerFunction } from './server-function.js'

/** The SQLSTATE with which a group is rolled back when one of its changes lost. */
export const lostCode = 'HY001'

/**
 * Writes a group of changes to different records, as if none of them loses. One that finds another version, or a key that is answered already, rolls the
 * group back (`lostCode`): what became of each is then asked of `huiyin_judge`. A single change that finds another version has written nothing, and answers
 * `false` instead, because inside the host's transaction an error would end that.
 *
 * Records are written one by one, since the version decides for each; all other rows table by table. On a distributed PostgreSQL a group is of one node, and
 * every statement names one bucket by a value.
 */
export function commitFunction(layout: SchemaLayout): ServerFunction {
  const { schema, distributed } = layout
  // A plan made for one call costs as much as the rows it writes. On several nodes a plan is made for the node of the bucket.
  const planned = distributed ? '' : 'SET plan_cache_mode = force_generic_plan'
  // A node of a cluster copies whatever a statement names, arrays whole, so there a row is taken apart before it is written.
  const column = (kind: RowKind, name: string) => (distributed ? `c.${name}` : columnOf(kind, name))
  const each = (kind: RowKind) =>
    distributed
      ? `FOR c IN SELECT i, ${columnsOf(kind)
          .map((name) => `${columnOf(kind, name)} AS ${name}`)
          .join(', ')} FROM generate_series(1, ${countOf(kind)}) AS i LOOP`
      : `FOR i IN 1 .. ${countOf(kind)} LOOP`
  const record = (name: string) => column('record', name)
  const kept = `(coalesce(r.deadlines, '{}'::jsonb) - ${record('gone')}::text[]) || ${record('put')}::jsonb`
  const changing = [
    'version',
    'head',
    'body',
    'status',
    'area_path',
    'unit',
    'category',
    'channel',
    'requester',
    'owner',
    'flags',
    'number',
    'desks',
  ]
  const given = (name: string) => (name === 'desks' ? `${record(name)}::text[]` : record(name))
  const update = (more: string) => `
      UPDATE ${schema}.records r SET ${changing.map((name) => `${name} = ${given(name)}`).join(', ')},
          updated_at = ${record('at')}, open = ${record('open')} = 1, owner_due_at = ${record('owner_due_at')}${more}
        WHERE r.bucket = b AND r.type = ${record('type')} AND r.id = ${record('id')} AND r.version = ${record('expected')}::int RETURNING r.rid INTO k;`
  /**
   * Puts the rows of a kind into a table. A server takes them all with one statement. A node of a cluster would fetch such rows to itself and copy them into its
   * parts, which takes it a millisecond; a statement of one row is planned once and goes straight to its part, which takes it twenty times less.
   */
  function put(table: string, kind: RowKind, { names, more = [], before = '', conflict = '' }: Put): string {
    const columns = names.split(', ')
    const into = `INSERT INTO ${schema}.${table} AS x (${['bucket', ...(kind === 'sum' ? [] : ['rid']), ...columns, ...more.map(([name]) => name)].join(', ')})`
    const values = [...columns.map((name) => column(kind, name)), ...more.map(([, value]) => value)]
    if (kind === 'sum') values.unshift('p_sums')
    else
      values.unshift(
        ...(distributed ? ['b', 'k'] : [`buckets[${columnOf(kind, 'of')}]`, `rids[${columnOf(kind, 'of')}]`]),
      )
    if (!distributed)
      return `${into}
      SELECT ${values.join(', ')} FROM generate_series(1, ${countOf(kind)}) AS i
      ${conflict};
    GET DIAGNOSTICS n = ROW_COUNT;`
    return `n := 0;
    ${each(kind)}${kind === 'sum' ? '' : ofRecord(kind)}
      ${before}
      ${into}
        VALUES (${values.join(', ')}) ${conflict};
      GET DIAGNOSTICS m = ROW_COUNT;
      n := n + m;
    END LOOP;`
  }
  const ofRecord = (kind: RowKind) => `
      b := buckets[${column(kind, 'of')}];
      k := rids[${column(kind, 'of')}];`
  // The first of each queue is its head: the lowest of those given, where nothing is waiting before it.
  const waiting = (bucket: string, rid: string) =>
    `FROM ${schema}.delivery_rows w WHERE w.bucket = ${bucket} AND w.rid = ${rid}
          AND w.destination = ${column('delivery', 'destination')} AND (w.dead IS NULL OR w.blocks) LIMIT 1`
  const waitingNow = waiting(`buckets[${columnOf('delivery', 'of')}]`, `rids[${columnOf('delivery', 'of')}]`)
  const deliveries: Put = {
    names: 'event, at, destination, payload',
    more: [
      [
        'head',
        `${column('delivery', 'first')} = 1 AND ${distributed ? 'NOT FOUND' : `coalesce((SELECT false ${waitingNow}), true)`}`,
      ],
    ],
    before: `PERFORM 1 ${waiting('b', 'k')};`,
    conflict: 'ON CONFLICT DO NOTHING',
  }
  return functionOf(
    schema,
    'huiyin_commit',
    ['p_bucket smallint', 'p_durable boolean', 'p_sums smallint', 'p_cells text', ...groupParameters],
    `RETURNS boolean
LANGUAGE plpgsql SET search_path FROM CURRENT ${planned} AS $huiyin$
DECLARE
  b smallint;
  k bigint;
  c record;
  n int;
  m int;
  buckets smallint[];
  rids bigint[];
BEGIN
  IF p_durable AND current_setting('synchronous_commit') IN ('off', 'local') THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;
  ${each('record')}
    b := ${record('bucket')};
    k := NULL;
    IF ${record('expected')} = 0 THEN
      INSERT INTO ${schema}.records AS r (bucket, rid, type, id, created_at, updated_at, open, owner_due_at, due_at, deadlines, ${changing.join(', ')})
        VALUES (b, ${record('rid')}, ${record('type')}, ${record('id')}, ${record('created_at')}, ${record('at')}, ${record('open')} = 1,
          ${record('owner_due_at')}, ${record('due_at')}, nullif(${record('put')}::jsonb, '{}'), ${changing.map(given).join(', ')})
        ON CONFLICT DO NOTHING RETURNING r.rid INTO k;
    ELSIF ${record('put')} IS NULL THEN${update('')}
    ELSE${update(`,
          due_at = ${earliestIn(layout, kept)}, deadlines = nullif(${kept}, '{}'), leases = nullif(r.leases - ${record('gone')}::text[], '{}')`)}
    END IF;
    IF k IS NULL AND ${countOf('record')} = 1 THEN
      RETURN false;
    ELSIF k IS NULL THEN
      RAISE EXCEPTION USING ERRCODE = '${lostCode}', MESSAGE = 'another version';
    END IF;
    buckets[${distributed ? 'c.i' : 'i'}] := b;
    rids[${distributed ? 'c.i' : 'i'}] := k;
  END LOOP;
  IF event_numbers IS NOT NULL THEN
    ${put('event_rows', 'event', { names: 'seq, at, event, bytes, hash' })}
  END IF;
  IF delivery_numbers IS NOT NULL THEN
    ${put('delivery_rows', 'delivery', deliveries)}
  END IF;
  IF vault_numbers IS NOT NULL THEN
    ${put('vault_rows', 'vault', {
      names: 'place, ref, subject, field, value, salt',
      conflict:
        'ON CONFLICT (bucket, rid, ref) DO UPDATE SET subject = excluded.subject, field = excluded.field, value = excluded.value, salt = excluded.salt',
    })}
  END IF;
  IF erased_numbers IS NOT NULL THEN
    ${each('erased')}${ofRecord('erased')}
      UPDATE ${schema}.vault_rows x SET value = NULL, salt = NULL WHERE x.bucket = b AND x.rid = k AND x.ref = ${column('erased', 'ref')};
    END LOOP;
  END IF;
  IF dropped_numbers IS NOT NULL THEN
    ${each('dropped')}${ofRecord('dropped')}
      DELETE FROM ${schema}.search_rows x WHERE x.bucket = b AND x.rid = k AND x.ref = ${column('dropped', 'ref')};
    END LOOP;
  END IF;
  IF found_numbers IS NOT NULL THEN
    ${put('search_rows', 'found', {
      names: 'ref, field, text',
      more: [
        ['keys', `${column('found', 'keys')}::text[]`],
        ['numbers', `${column('found', 'numbers')}::int[]`],
      ],
      conflict:
        'ON CONFLICT (bucket, rid, ref) DO UPDATE SET field = excluded.field, text = excluded.text, keys = excluded.keys, numbers = excluded.numbers',
    })}
  END IF;
  IF answer_numbers IS NOT NULL THEN
    ${put('answer_rows', 'answer', { names: 'version, events, at, key, fingerprint', conflict: 'ON CONFLICT DO NOTHING' })}
    IF n < ${countOf('answer')} THEN
      RAISE EXCEPTION USING ERRCODE = '${lostCode}', MESSAGE = 'a key that is answered';
    END IF;
  END IF;
  IF p_cells IS NOT NULL THEN
    FOR c IN SELECT * FROM json_to_recordset(p_cells::json) AS each(cell uuid, measures text[], area_path text, unit text, category text, channel text) LOOP
      INSERT INTO ${schema}.cells (bucket, cell, measures, area_path, unit, category, channel)
        VALUES (p_sums, c.cell, c.measures, c.area_path, c.unit, c.category, c.channel) ON CONFLICT DO NOTHING;
    END LOOP;
  END IF;
  IF sum_numbers IS NOT NULL THEN
    -- Last, since groups of several processes may meet in these rows.
    ${put('sums', 'sum', { names: 'grain, day, sum, cell', conflict: 'ON CONFLICT (bucket, grain, day, cell) DO UPDATE SET sum = x.sum + excluded.sum' })}
  END IF;
  RETURN true;
END
$huiyin$`,
  )
}

/** Rows of one kind on their way into a table. */
interface Put {
  /** Columns that are the same in both. */
  readonly names: string
  /** Further columns, each with its value. */
  readonly more?: readonly (readonly [name: string, value: string])[]
  /** What is done before each row where they are put one by one. */
  readonly before?: string
  readonly conflict?: string
}

/**
 * What becomes of changes that lost, or stood in a group with one that did. It takes the bucket and the expected version of each, and its type, id and key (see
 * `judgeArrays`), and answers the outcomes as a JSON array in their order, `committed` for one that can be tried
 * again. The records stay locked for as long as the transaction lasts, so that inside the host's nobody comes in between.
 */
export function judgeFunction({ schema }: SchemaLayout): ServerFunction {
  return functionOf(
    schema,
    'huiyin_judge',
    ['p_bucket smallint', 'records bigint[]', 'names text[]'],
    `RETURNS text
LANGUAGE plpgsql SET search_path FROM CURRENT AS $huiyin$
DECLARE
  b smallint;
  k bigint;
  t text;
  d text;
  q text;
  found_version int;
  answer jsonb;
  outcomes jsonb := '[]';
BEGIN
  FOR i IN 1 .. array_length(records, 1) LOOP
    answer := NULL;
    b := records[i][1];
    t := names[i][1];
    d := names[i][2];
    q := names[i][3];
    SELECT r.rid, r.version INTO k, found_version FROM ${schema}.records r
      WHERE r.bucket = b AND r.type = t AND r.id = d FOR NO KEY UPDATE;
    IF k IS NOT NULL AND q IS NOT NULL THEN
      SELECT jsonb_build_object('key', a.key, 'fingerprint', a.fingerprint, 'version', a.version, 'events', a.events, 'at', a.at) INTO answer
        FROM ${schema}.answer_rows a WHERE a.bucket = b AND a.rid = k AND a.key = q;
    END IF;
    outcomes := outcomes || CASE
      WHEN answer IS NOT NULL THEN jsonb_build_object('kind', 'duplicate', 'answer', answer)
      WHEN coalesce(found_version, 0) = records[i][2] THEN jsonb_build_object('kind', 'committed')
      ELSE jsonb_build_object('kind', 'conflict', 'version', coalesce(found_version, 0)) END;
  END LOOP;
  RETURN outcomes::text;
END
$huiyin$`,
  )
}

/** What the function that judges takes of a group. */
export const judgeArrays = (changes: readonly Change[]): readonly Buffer[] => [
  binaryRows(
    'bigint',
    2,
    changes.flatMap(({ bucket, expectedVersion }) => [bucket, expectedVersion]),
  ),
  binaryRows(
    'text',
    3,
    changes.flatMap(({ type, id, command }) => [type, id, command?.key ?? null]),
  ),
]
