import type { Settlement } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { literal } from './group-rows.js'
import type { SchemaLayout } from './options.js'
import type { Placement } from './placement.js'
import { numbersOf } from './search-rows.js'
import { functionOf } from './server-function.js'
import { sideBySide } from './side-by-side.js'

/** Replaces all that the texts of records of these versions are found by, as far as they were not erased. Records are locked in the order given. */
export const searchFunction = ({ schema }: SchemaLayout) =>
  functionOf(
    schema,
    'huiyin_search',
    ['p_bucket smallint', 'p_rows text'],
    `RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $huiyin$
DECLARE
  r jsonb;
  s jsonb;
  b smallint;
  k bigint;
BEGIN
  FOR r IN SELECT value FROM jsonb_array_elements(p_rows::jsonb) WITH ORDINALITY AS each(value, place) ORDER BY place LOOP
    b := (r->>'bucket')::smallint;
    SELECT x.rid INTO k FROM ${schema}.records x
      WHERE x.bucket = b AND x.type = r->>'type' AND x.id = r->>'id' AND x.version = (r->>'version')::int FOR NO KEY UPDATE;
    CONTINUE WHEN NOT FOUND;
    DELETE FROM ${schema}.search_rows x WHERE x.bucket = b AND x.rid = k;
    FOR s IN SELECT value FROM jsonb_array_elements(r->'rows') LOOP
      PERFORM 1 FROM ${schema}.vault_rows v WHERE v.bucket = b AND v.rid = k AND v.ref = s->>'ref' AND v.value IS NOT NULL;
      CONTINUE WHEN NOT FOUND;
      INSERT INTO ${schema}.search_rows (bucket, rid, ref, field, text, keys, numbers)
        VALUES (b, k, s->>'ref', s->>'field', s->>'text', (s->>'keys')::text[], (s->>'numbers')::int[]);
    END LOOP;
    DELETE FROM ${schema}.search_backlog x WHERE x.bucket = b AND x.rid = k;
  END LOOP;
END
$huiyin$`,
  )

type Searching = Extract<Settlement, { what: 'search' }>

/** Settles what texts are found by, one call for each node. */
export async function settleSearch(
  db: Database,
  layout: SchemaLayout,
  placement: Placement,
  rows: readonly Searching[],
): Promise<void> {
  const keyOf = ({ ref: { bucket, type, id } }: Searching) =>
    `${String(bucket).padStart(5, '0')}\u0001${type}\u0001${id}`
  const sorted = rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const nodes = Map.groupBy(sorted, ({ ref }) => placement.nodeOf(ref.bucket))
  const settled = await sideBySide([...nodes.values()], (group) => {
    const written = group.map(({ ref: { bucket, type, id }, version, rows: texts }) => ({
      ...{ bucket, type, id, version },
      rows: texts.map((row) => ({ ...row, keys: literal(row.keys), numbers: `{${numbersOf(row).join(',')}}` })),
    }))
    const text = `SELECT ${searchFunction(layout).name}($1::smallint, $2)`
    return db.query('settle', text, [group[0]?.ref.bucket ?? 0, JSON.stringify(written)])
  })
  for (const each of settled) if (each.status === 'rejected') throw each.reason
}
