/**
 * Statements after which a plain PostgreSQL server answers what a storage asks of Citus: a table that is distributed becomes one that is partitioned by its
 * column, so that a plan shows which part of it a statement needs, as it would show which nodes. There are no nodes: `node_settings` says what they would
 * answer, and `pg_dist_placement` which of them holds a bucket, at first each a node of its own. Tables in so many parts need
 * `max_locks_per_transaction=1024`.
 */
export const citusStandIn = `
CREATE TABLE pg_dist_partition (logicalrelid regclass);
CREATE TABLE node_settings (nodeid int, success boolean, result text);
INSERT INTO node_settings VALUES (1, true, 'on on on'), (2, true, 'on on on');
CREATE TABLE pg_dist_placement (shardid bigint, groupid int);
INSERT INTO pg_dist_placement SELECT b, b FROM generate_series(0, 63) b;
CREATE FUNCTION get_shard_id_for_distribution_column(t regclass, v smallint) RETURNS bigint LANGUAGE sql AS 'SELECT v::bigint';
CREATE FUNCTION create_distributed_table(t regclass, by text, colocate_with text DEFAULT 'default', shard_count int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  s text;
  n text;
BEGIN
  SELECT nspname, relname INTO s, n FROM pg_class c JOIN pg_namespace x ON x.oid = c.relnamespace WHERE c.oid = t;
  EXECUTE format('ALTER TABLE %I.%I RENAME TO %I', s, n, n || '_plain');
  EXECUTE format('CREATE TABLE %I.%I (LIKE %I.%I INCLUDING ALL) PARTITION BY HASH (%I)', s, n, s, n || '_plain', by);
  FOR part IN 0..7 LOOP
    EXECUTE format('CREATE TABLE %I.%I PARTITION OF %I.%I FOR VALUES WITH (MODULUS 8, REMAINDER %s)', s, n || '_' || part, s, n, part);
  END LOOP;
  EXECUTE format('INSERT INTO %I.%I SELECT * FROM %I.%I', s, n, s, n || '_plain');
  EXECUTE format('DROP TABLE %I.%I', s, n || '_plain');
  INSERT INTO pg_dist_partition VALUES (format('%I.%I', s, n)::regclass);
END $$;
CREATE FUNCTION create_reference_table(t regclass) RETURNS void LANGUAGE sql AS 'INSERT INTO pg_dist_partition VALUES (t)';
CREATE FUNCTION create_distributed_function(f regprocedure, by text DEFAULT NULL, colocate_with text DEFAULT 'default') RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION run_command_on_all_nodes(c text) RETURNS SETOF node_settings LANGUAGE sql AS 'SELECT * FROM node_settings';`
