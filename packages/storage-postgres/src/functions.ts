// What runs on the server. One call carries a whole group of changes or settlements: round trips, not rows, are what a commit waits for.
// Rows are touched in the order of their keys, so that two groups never wait for each other in a circle.

/** The state under which a group that lost some of its changes is given back unwritten, its outcomes as the message. */
export const lostCode = 'HY001'

/** Judges and writes a group of changes, in the order given; answers the outcomes as a JSON array. */
export const commitFunction = (schema: string, durable: boolean) => `
CREATE OR REPLACE FUNCTION ${schema}.huiyin_commit(p_bucket smallint, p_changes text, p_tallies text, p_whole boolean) RETURNS text
LANGUAGE plpgsql SET search_path FROM CURRENT AS $huiyin$
DECLARE
  c jsonb;
  i jsonb;
  k jsonb;
  b smallint;
  t text;
  d text;
  n int;
  stored int;
  answer jsonb;
  lost int[] := '{}';
  outcomes jsonb := '[]';
  position int := 0;
BEGIN
  ${durable ? `PERFORM set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') IN ('off', 'local');` : ''}
  FOR c IN SELECT value FROM jsonb_array_elements(p_changes::jsonb) WITH ORDINALITY AS each(value, place) ORDER BY place LOOP
    b := (c->>'bucket')::smallint;
    t := c->>'type';
    d := c->>'id';
    i := c->'index';
    k := c->'command';
    answer := NULL;
    IF k IS NOT NULL THEN
      SELECT jsonb_build_object('key', a.key, 'fingerprint', a.fingerprint, 'version', a.version, 'events', a.events, 'at', a.at) INTO answer
        FROM ${schema}.answers a WHERE a.bucket = b AND a.type = t AND a.id = d AND a.key = k->>'key';
    END IF;
    IF answer IS NULL THEN
      IF (c->>'expectedVersion')::int = 0 THEN
        INSERT INTO ${schema}.records (bucket, type, id, version, head, body, updated_at, status, open, created_at, area_path, unit, category, channel, requester)
          VALUES (b, t, d, (c->>'version')::int, c->>'head', c->>'body', (c->>'at')::bigint, i->>'status', (i->>'open')::boolean,
            (i->>'createdAt')::bigint, i->>'areaPath', i->>'unit', i->>'category', i->>'channel', i->>'requester')
          ON CONFLICT DO NOTHING;
      ELSE
        UPDATE ${schema}.records r SET version = (c->>'version')::int, head = c->>'head', body = c->>'body', updated_at = (c->>'at')::bigint,
            status = i->>'status', open = (i->>'open')::boolean, created_at = (i->>'createdAt')::bigint, area_path = i->>'areaPath',
            unit = i->>'unit', category = i->>'category', channel = i->>'channel', requester = i->>'requester'
          WHERE r.bucket = b AND r.type = t AND r.id = d AND r.version = (c->>'expectedVersion')::int;
      END IF;
      GET DIAGNOSTICS n = ROW_COUNT;
      IF n = 0 AND k IS NOT NULL THEN
        -- Somebody was faster: perhaps with this very key.
        SELECT jsonb_build_object('key', a.key, 'fingerprint', a.fingerprint, 'version', a.version, 'events', a.events, 'at', a.at) INTO answer
          FROM ${schema}.answers a WHERE a.bucket = b AND a.type = t AND a.id = d AND a.key = k->>'key';
      END IF;
    END IF;
    IF answer IS NOT NULL THEN
      lost := lost || position;
      outcomes := outcomes || jsonb_build_object('kind', 'duplicate', 'answer', answer);
    ELSIF n = 0 THEN
      SELECT r.version INTO stored FROM ${schema}.records r WHERE r.bucket = b AND r.type = t AND r.id = d;
      lost := lost || position;
      outcomes := outcomes || jsonb_build_object('kind', 'conflict', 'version', coalesce(stored, 0));
    ELSE
      INSERT INTO ${schema}.events (bucket, type, id, seq, event, at, bytes, hash)
        SELECT b, t, d, e.seq, e.type, e.at, e.bytes, e.hash
        FROM jsonb_to_recordset(c->'events') AS e(seq int, type text, at bigint, bytes text, hash text);
      IF c->'drop' IS NOT NULL THEN
        DELETE FROM ${schema}.deadlines x WHERE x.bucket = b AND x.type = t AND x.id = d
          AND x.name IN (SELECT jsonb_array_elements_text(c->'drop'));
      END IF;
      IF c->'put' IS NOT NULL THEN
        INSERT INTO ${schema}.deadlines AS x (bucket, type, id, name, at)
          SELECT b, t, d, e.name, e.at FROM jsonb_to_recordset(c->'put') AS e(name text, at bigint) ORDER BY e.name
          ON CONFLICT (bucket, type, id, name) DO UPDATE SET at = excluded.at, lease_owner = NULL, lease_until = NULL;
      END IF;
      IF c->'deliveries' IS NOT NULL THEN
        -- The first of each queue is its head: the lowest of those given, where nothing is waiting before it.
        INSERT INTO ${schema}.deliveries (bucket, type, id, destination, event, payload, at, head)
          SELECT b, t, d, e.destination, e.event, e.payload, e.at,
            e.event = min(e.event) OVER (PARTITION BY e.destination) AND NOT EXISTS (
              SELECT 1 FROM ${schema}.deliveries w WHERE w.bucket = b AND w.type = t AND w.id = d AND w.destination = e.destination
                AND (w.dead IS NULL OR w.blocks))
          FROM jsonb_to_recordset(c->'deliveries') AS e(destination text, event int, payload text, at bigint)
          ON CONFLICT DO NOTHING;
      END IF;
      IF c->'vault' IS NOT NULL THEN
        INSERT INTO ${schema}.vault AS x (bucket, type, id, ref, place, subject, field, value, salt)
          SELECT b, t, d, e->>'ref', (c->>'version')::bigint * 100000 + o, e->>'subject', e->>'field', e->>'value', e->>'salt'
          FROM jsonb_array_elements(c->'vault') WITH ORDINALITY AS each(e, o)
          ON CONFLICT (bucket, type, id, ref) DO UPDATE SET subject = excluded.subject, field = excluded.field, value = excluded.value, salt = excluded.salt;
      END IF;
      IF c->'erase' IS NOT NULL THEN
        UPDATE ${schema}.vault x SET value = NULL, salt = NULL WHERE x.bucket = b AND x.type = t AND x.id = d
          AND x.ref IN (SELECT jsonb_array_elements_text(c->'erase'));
      END IF;
      IF k IS NOT NULL THEN
        INSERT INTO ${schema}.answers (bucket, type, id, key, fingerprint, version, events, at)
          VALUES (b, t, d, k->>'key', k->>'fingerprint', (k->>'version')::int, (k->>'events')::int, (k->>'at')::bigint);
      END IF;
      outcomes := outcomes || jsonb_build_object('kind', 'committed');
    END IF;
    position := position + 1;
  END LOOP;
  -- Sums that were added up for the whole group hold only when all of it is written: without the lost ones it is asked again.
  IF cardinality(lost) > 0 AND p_whole THEN
    RAISE EXCEPTION USING ERRCODE = '${lostCode}', MESSAGE = outcomes::text;
  END IF;
  -- Sums of the whole group at once, in key order: the same few roll-ups are written once, and nobody waits in a circle.
  INSERT INTO ${schema}.tallies AS x (bucket, grain, measure, day, area_path, unit, category, channel, sum)
    SELECT (e->>1)::smallint, e->>2, e->>3, e->>4, e->>5, e->>6, e->>7, e->>8, sum((e->>9)::bigint)
    FROM jsonb_array_elements(p_tallies::jsonb) AS e
    WHERE p_whole OR NOT ((e->>0)::int = ANY (lost))
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum((e->>9)::bigint) <> 0
    ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
    ON CONFLICT (bucket, grain, measure, day, area_path, unit, category, channel) DO UPDATE SET sum = x.sum + excluded.sum;
  RETURN outcomes::text;
END
$huiyin$`

/** Carries out settlements of one bucket or, with several, in the order given. The record is locked first: a command may owe more at the same time. */
export const settleFunction = (schema: string) => `
CREATE OR REPLACE FUNCTION ${schema}.huiyin_settle(p_bucket smallint, p_rows text) RETURNS void
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
      UPDATE ${schema}.deliveries x SET at = (r->>'at')::bigint, lease_owner = NULL, lease_until = NULL
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
    IF settled > 0 THEN
      SELECT min(x.event) INTO first FROM ${schema}.deliveries x
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.destination = q AND (x.dead IS NULL OR x.blocks);
      UPDATE ${schema}.deliveries x SET head = coalesce(x.event = first, false)
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.destination = q AND x.head <> coalesce(x.event = first, false);
    END IF;
  END LOOP;
END
$huiyin$`
