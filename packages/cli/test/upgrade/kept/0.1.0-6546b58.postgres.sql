CREATE SCHEMA "huiyin_0_1_0";
CREATE TABLE "huiyin_0_1_0".migrations (number int PRIMARY KEY, checksum text NOT NULL);
CREATE TABLE "huiyin_0_1_0".records (
  bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
  version int NOT NULL, head text NOT NULL, body text NOT NULL, updated_at bigint NOT NULL,
  status text COLLATE "C" NOT NULL, open boolean NOT NULL, created_at bigint NOT NULL, area_path text COLLATE "C" NOT NULL,
  unit text COLLATE "C" NOT NULL, category text COLLATE "C" NOT NULL, channel text COLLATE "C" NOT NULL,
  requester text COLLATE "C" NOT NULL, PRIMARY KEY (bucket, type, id)) WITH (fillfactor = 70);
CREATE INDEX records_by_creation ON "huiyin_0_1_0".records (created_at, id, type);
CREATE INDEX records_by_requester ON "huiyin_0_1_0".records (requester, created_at, id, type) WHERE requester <> '';
CREATE INDEX records_by_unit ON "huiyin_0_1_0".records (unit, created_at, id, type) WHERE unit <> '';
CREATE INDEX open_records_by_area ON "huiyin_0_1_0".records (area_path) WHERE open;
CREATE TABLE "huiyin_0_1_0".events (
  bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, seq int NOT NULL,
  event text NOT NULL, at bigint NOT NULL, bytes text NOT NULL, hash text NOT NULL, PRIMARY KEY (bucket, type, id, seq));
CREATE TABLE "huiyin_0_1_0".deadlines (
  bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
  at bigint NOT NULL, lease_owner text, lease_until bigint, PRIMARY KEY (bucket, type, id, name));
CREATE INDEX deadlines_by_instant ON "huiyin_0_1_0".deadlines (at, bucket, type, id, name);
CREATE TABLE "huiyin_0_1_0".deliveries (
  bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
  destination text COLLATE "C" NOT NULL, event int NOT NULL, payload text NOT NULL, at bigint NOT NULL, attempts int NOT NULL DEFAULT 0,
  head boolean NOT NULL, lease_owner text, lease_until bigint, dead text, blocks boolean NOT NULL DEFAULT false,
  PRIMARY KEY (bucket, type, id, destination, event));
CREATE INDEX due_deliveries ON "huiyin_0_1_0".deliveries (destination, at, bucket, type, id) WHERE head AND dead IS NULL;
CREATE INDEX dead_deliveries ON "huiyin_0_1_0".deliveries (bucket, type, id, destination, event) WHERE dead IS NOT NULL;
CREATE TABLE "huiyin_0_1_0".vault (
  bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, ref text COLLATE "C" NOT NULL,
  place bigint NOT NULL, subject text NOT NULL, field text NOT NULL, value text, salt text, PRIMARY KEY (bucket, type, id, ref));
CREATE TABLE "huiyin_0_1_0".answers (
  bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL,
  fingerprint text NOT NULL, version int NOT NULL, events int NOT NULL, at bigint NOT NULL, PRIMARY KEY (bucket, type, id, key));
CREATE INDEX answers_by_instant ON "huiyin_0_1_0".answers (at);
CREATE TABLE "huiyin_0_1_0".tallies (
  bucket smallint NOT NULL, grain text COLLATE "C" NOT NULL, measure text COLLATE "C" NOT NULL, day text COLLATE "C" NOT NULL,
  area_path text COLLATE "C" NOT NULL, unit text COLLATE "C" NOT NULL, category text COLLATE "C" NOT NULL,
  channel text COLLATE "C" NOT NULL, sum bigint NOT NULL,
  PRIMARY KEY (bucket, grain, measure, day, area_path, unit, category, channel)) WITH (fillfactor = 70);
INSERT INTO "huiyin_0_1_0".migrations (number, checksum) VALUES (1, '11fcc002');
CREATE OR REPLACE FUNCTION "huiyin_0_1_0".huiyin_commit(p_bucket smallint, p_records text, p_dropped text, p_put text, p_events text, p_deliveries text, p_vault text, p_erased text, p_answers text, p_tallies text) RETURNS text
LANGUAGE plpgsql SET search_path FROM CURRENT AS $huiyin$
DECLARE
  c record;
  answer jsonb;
  stored int;
  n int;
  lost int := 0;
  outcomes jsonb := '[]';
BEGIN
  PERFORM set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') IN ('off', 'local');
  FOR c IN SELECT * FROM json_to_recordset(p_records::json) AS each(bucket smallint, type text, id text, expected int, key text, version int,
    head text, body text, at bigint, status text, open boolean, created_at bigint, area_path text, unit text, category text, channel text, requester text)
  LOOP
    answer := NULL;
    n := 0;
    IF c.key IS NOT NULL THEN
      answer := (
        SELECT jsonb_build_object('key', a.key, 'fingerprint', a.fingerprint, 'version', a.version, 'events', a.events, 'at', a.at)
        FROM "huiyin_0_1_0".answers a WHERE a.bucket = c.bucket AND a.type = c.type AND a.id = c.id AND a.key = c.key);
    END IF;
    IF answer IS NULL AND c.expected = 0 THEN
      INSERT INTO "huiyin_0_1_0".records (bucket, type, id, version, head, body, updated_at, status, open, created_at, area_path, unit, category, channel, requester)
        VALUES (c.bucket, c.type, c.id, c.version, c.head, c.body, c.at, c.status, c.open, c.created_at, c.area_path, c.unit, c.category, c.channel, c.requester)
        ON CONFLICT DO NOTHING;
      GET DIAGNOSTICS n = ROW_COUNT;
    ELSIF answer IS NULL THEN
      UPDATE "huiyin_0_1_0".records r SET version = c.version, head = c.head, body = c.body, updated_at = c.at, status = c.status, open = c.open,
          area_path = c.area_path, unit = c.unit, category = c.category, channel = c.channel, requester = c.requester
        WHERE r.bucket = c.bucket AND r.type = c.type AND r.id = c.id AND r.version = c.expected;
      GET DIAGNOSTICS n = ROW_COUNT;
    END IF;
    IF n = 0 AND answer IS NULL AND c.key IS NOT NULL THEN
      -- Somebody was faster: perhaps with this very key.
      answer := (
        SELECT jsonb_build_object('key', a.key, 'fingerprint', a.fingerprint, 'version', a.version, 'events', a.events, 'at', a.at)
        FROM "huiyin_0_1_0".answers a WHERE a.bucket = c.bucket AND a.type = c.type AND a.id = c.id AND a.key = c.key);
    END IF;
    IF n = 1 THEN
      outcomes := outcomes || '{"kind":"committed"}'::jsonb;
    ELSE
      lost := lost + 1;
      SELECT r.version INTO stored FROM "huiyin_0_1_0".records r WHERE r.bucket = c.bucket AND r.type = c.type AND r.id = c.id;
      outcomes := outcomes || CASE WHEN answer IS NULL THEN jsonb_build_object('kind', 'conflict', 'version', coalesce(stored, 0))
        ELSE jsonb_build_object('kind', 'duplicate', 'answer', answer) END;
    END IF;
  END LOOP;
  IF lost = jsonb_array_length(outcomes) THEN
    RETURN outcomes::text;
  ELSIF lost > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'HY001', MESSAGE = outcomes::text;
  END IF;
  INSERT INTO "huiyin_0_1_0".events (bucket, type, id, seq, event, at, bytes, hash)
    SELECT * FROM json_to_recordset(p_events::json) AS e(bucket smallint, type text, id text, seq int, event text, at bigint, bytes text, hash text);
  IF p_dropped IS NOT NULL THEN
    FOR c IN SELECT * FROM json_to_recordset(p_dropped::json) AS each(bucket smallint, type text, id text, name text) LOOP
      DELETE FROM "huiyin_0_1_0".deadlines x WHERE x.bucket = c.bucket AND x.type = c.type AND x.id = c.id AND x.name = c.name;
    END LOOP;
  END IF;
  IF p_put IS NOT NULL THEN
    INSERT INTO "huiyin_0_1_0".deadlines AS x (bucket, type, id, name, at)
      SELECT * FROM json_to_recordset(p_put::json) AS e(bucket smallint, type text, id text, name text, at bigint)
      ON CONFLICT (bucket, type, id, name) DO UPDATE SET at = excluded.at, lease_owner = NULL, lease_until = NULL;
  END IF;
  IF p_deliveries IS NOT NULL THEN
    -- The first of each queue is its head: the lowest of those given, where nothing is waiting before it.
    INSERT INTO "huiyin_0_1_0".deliveries (bucket, type, id, destination, event, payload, at, head)
      SELECT e.bucket, e.type, e.id, e.destination, e.event, e.payload, e.at,
        e.event = min(e.event) OVER (PARTITION BY e.bucket, e.type, e.id, e.destination) AND coalesce((
          SELECT false FROM "huiyin_0_1_0".deliveries w WHERE w.bucket = e.bucket AND w.type = e.type AND w.id = e.id
            AND w.destination = e.destination AND (w.dead IS NULL OR w.blocks) LIMIT 1), true)
      FROM json_to_recordset(p_deliveries::json)
        AS e(bucket smallint, type text, id text, destination text, event int, payload text, at bigint)
      ON CONFLICT DO NOTHING;
  END IF;
  IF p_vault IS NOT NULL THEN
    INSERT INTO "huiyin_0_1_0".vault AS x (bucket, type, id, ref, place, subject, field, value, salt)
      SELECT * FROM json_to_recordset(p_vault::json)
        AS e(bucket smallint, type text, id text, ref text, place bigint, subject text, field text, value text, salt text)
      ON CONFLICT (bucket, type, id, ref) DO UPDATE SET subject = excluded.subject, field = excluded.field, value = excluded.value, salt = excluded.salt;
  END IF;
  IF p_erased IS NOT NULL THEN
    FOR c IN SELECT * FROM json_to_recordset(p_erased::json) AS each(bucket smallint, type text, id text, ref text) LOOP
      UPDATE "huiyin_0_1_0".vault x SET value = NULL, salt = NULL WHERE x.bucket = c.bucket AND x.type = c.type AND x.id = c.id AND x.ref = c.ref;
    END LOOP;
  END IF;
  IF p_answers IS NOT NULL THEN
    INSERT INTO "huiyin_0_1_0".answers (bucket, type, id, key, fingerprint, version, events, at)
      SELECT * FROM json_to_recordset(p_answers::json)
        AS e(bucket smallint, type text, id text, key text, fingerprint text, version int, events int, at bigint);
  END IF;
  IF p_tallies IS NOT NULL THEN
    -- Last, since groups of several processes may meet in these rows.
    INSERT INTO "huiyin_0_1_0".tallies AS x (bucket, grain, measure, day, area_path, unit, category, channel, sum)
      SELECT * FROM json_to_recordset(p_tallies::json)
        AS e(bucket smallint, grain text, measure text, day text, area_path text, unit text, category text, channel text, sum bigint)
      ON CONFLICT (bucket, grain, measure, day, area_path, unit, category, channel) DO UPDATE SET sum = x.sum + excluded.sum;
  END IF;
  RETURN NULL;
END
$huiyin$;
CREATE OR REPLACE FUNCTION "huiyin_0_1_0".huiyin_settle(p_bucket smallint, p_rows text) RETURNS void
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
      UPDATE "huiyin_0_1_0".deadlines x SET at = (r->>'at')::bigint, lease_owner = NULL, lease_until = NULL
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.name = r->>'name'
          AND x.lease_owner = r->>'owner' AND x.lease_until = (r->>'until')::bigint;
      CONTINUE;
    END IF;
    IF r->>'kind' = 'retry' THEN
      UPDATE "huiyin_0_1_0".deliveries x SET at = (r->>'at')::bigint, lease_owner = NULL, lease_until = NULL
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.destination = q AND x.event = (r->>'event')::int AND x.dead IS NULL
          AND x.lease_owner = r->>'owner' AND x.lease_until = (r->>'until')::bigint;
      CONTINUE;
    END IF;
    PERFORM 1 FROM "huiyin_0_1_0".records x WHERE x.bucket = b AND x.type = t AND x.id = d FOR NO KEY UPDATE;
    IF r->>'what' = 'replay' THEN
      UPDATE "huiyin_0_1_0".deliveries x SET dead = NULL, blocks = false, attempts = 0, at = (r->>'at')::bigint
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.destination = q AND x.event = (r->>'event')::int AND x.dead IS NOT NULL;
    ELSIF r->>'kind' = 'done' THEN
      DELETE FROM "huiyin_0_1_0".deliveries x
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.destination = q AND x.event = (r->>'event')::int AND x.dead IS NULL
          AND x.lease_owner = r->>'owner' AND x.lease_until = (r->>'until')::bigint;
    ELSE
      UPDATE "huiyin_0_1_0".deliveries x SET dead = r->>'reason', blocks = (r->>'blocks')::boolean, lease_owner = NULL, lease_until = NULL
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.destination = q AND x.event = (r->>'event')::int AND x.dead IS NULL
          AND x.lease_owner = r->>'owner' AND x.lease_until = (r->>'until')::bigint;
    END IF;
    GET DIAGNOSTICS settled = ROW_COUNT;
    IF settled > 0 THEN
      SELECT min(x.event) INTO first FROM "huiyin_0_1_0".deliveries x
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.destination = q AND (x.dead IS NULL OR x.blocks);
      UPDATE "huiyin_0_1_0".deliveries x SET head = coalesce(x.event = first, false)
        WHERE x.bucket = b AND x.type = t AND x.id = d AND x.destination = q AND x.head <> coalesce(x.event = first, false);
    END IF;
  END LOOP;
END
$huiyin$;
