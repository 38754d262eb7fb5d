import { commitFunction, judgeFunction } from './commit-function.js'
import { earliestFunction, earliestIn } from './earliest.js'
import type { SchemaLayout } from './options.js'
import { searchFunction } from './search-function.js'
import { functionOf } from './server-function.js'

/** All functions of a schema that is distributed or not. */
export const functionsOf = (layout: SchemaLayout) => ({
  commit: commitFunction(layout),
  judge: judgeFunction(layout),
  settle: settleFunction(layout),
  search: searchFunction(layout),
  confirm: confirmFunction(layout.schema),
  ...(layout.distributed && { earliest: earliestFunction(layout.schema) }),
})

const leaseIs = "(r->>'owner') AND x.lease_until = (r->>'until')::bigint"

/** Applies settlements of one bucket or, with several, in the order given. The record is locked first, because a command may add deliveries at the same time. */
const settleFunction = (layout: SchemaLayout) => {
  const { schema } = layout
  return functionOf(
    schema,
    'huiyin_settle',
    ['p_bucket smallint', 'p_rows text'],
    `RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $huiyin$
DECLARE
  r jsonb;
  b smallint;
  k bigint;
  q text;
  e int;
  settled int;
  added int;
  first int;
BEGIN
  FOR r IN SELECT value FROM jsonb_array_elements(p_rows::jsonb) WITH ORDINALITY AS each(value, place) ORDER BY place LOOP
    b := (r->>'bucket')::smallint;
    IF r->>'what' = 'deadline' THEN
      UPDATE ${schema}.records x SET deadlines = x.deadlines || jsonb_build_object(r->>'name', r->'at'),
          due_at = ${earliestIn(layout, "x.deadlines || jsonb_build_object(r->>'name', r->'at')")}, leases = nullif(x.leases - (r->>'name'), '{}')
        WHERE x.bucket = b AND x.type = r->>'type' AND x.id = r->>'id' AND x.leases->(r->>'name') = jsonb_build_array(r->'owner', r->'until');
      CONTINUE;
    END IF;
    q := r->>'destination';
    e := (r->>'event')::int;
    IF r->>'kind' = 'retry' THEN
      SELECT x.rid INTO k FROM ${schema}.records x WHERE x.bucket = b AND x.type = r->>'type' AND x.id = r->>'id';
      UPDATE ${schema}.delivery_rows x
        SET at = (r->>'at')::bigint, attempts = x.attempts - (r->>'back')::int, lease_owner = NULL, lease_until = NULL
        WHERE x.bucket = b AND x.rid = k AND x.destination = q AND x.event = e AND x.dead IS NULL AND x.lease_owner = ${leaseIs};
      CONTINUE;
    END IF;
    SELECT x.rid INTO k FROM ${schema}.records x WHERE x.bucket = b AND x.type = r->>'type' AND x.id = r->>'id' FOR NO KEY UPDATE;
    IF r->>'what' = 'replay' THEN
      UPDATE ${schema}.delivery_rows x SET dead = NULL, blocks = false, attempts = 0, at = (r->>'at')::bigint
        WHERE x.bucket = b AND x.rid = k AND x.destination = q AND x.event = e AND x.dead IS NOT NULL;
    ELSIF r->>'kind' = 'done' THEN
      DELETE FROM ${schema}.delivery_rows x
        WHERE x.bucket = b AND x.rid = k AND x.destination = q AND x.event = e AND x.dead IS NULL AND x.lease_owner = ${leaseIs};
    ELSE
      UPDATE ${schema}.delivery_rows x SET dead = r->>'reason', blocks = (r->>'blocks')::boolean, lease_owner = NULL, lease_until = NULL
        WHERE x.bucket = b AND x.rid = k AND x.destination = q AND x.event = e AND x.dead IS NULL AND x.lease_owner = ${leaseIs};
    END IF;
    GET DIAGNOSTICS settled = ROW_COUNT;
    IF settled > 0 AND r->>'kind' = 'done' THEN
      -- It leaves the outbox, so it is counted: without that, one that somebody deleted would look like one that was sent.
      IF r->'keep' IS NULL THEN
        UPDATE ${schema}.records x SET delivered = x.delivered + 1 WHERE x.bucket = b AND x.rid = k;
      ELSE
        INSERT INTO ${schema}.sent_rows (bucket, rid, event, destination, at, attempts, ref, skipped)
          VALUES (b, k, e, q, (r->'keep'->>'at')::bigint, (r->'keep'->>'attempts')::int, r->'keep'->>'ref', r->'keep'->>'skipped') ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS added = ROW_COUNT;
        UPDATE ${schema}.records x SET delivered = x.delivered + 1, kept = x.kept + added WHERE x.bucket = b AND x.rid = k;
      END IF;
    END IF;
    IF settled > 0 THEN
      SELECT min(x.event) INTO first FROM ${schema}.delivery_rows x
        WHERE x.bucket = b AND x.rid = k AND x.destination = q AND (x.dead IS NULL OR x.blocks);
      UPDATE ${schema}.delivery_rows x SET head = coalesce(x.event = first, false)
        WHERE x.bucket = b AND x.rid = k AND x.destination = q AND x.head <> coalesce(x.event = first, false);
    END IF;
  END LOOP;
END
$huiyin$`,
  )
}

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
DECLARE
  k bigint;
BEGIN
  IF current_setting('synchronous_standby_names') <> '' THEN
    PERFORM set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') IN ('off', 'local');
    SELECT r.rid INTO k FROM ${schema}.records r WHERE r.bucket = p_bucket AND r.type = p_type AND r.id = p_id;
    UPDATE ${schema}.answer_rows a SET at = a.at WHERE a.bucket = p_bucket AND a.rid = k AND a.key = p_key;
  END IF;
END
$huiyin$`,
  )
