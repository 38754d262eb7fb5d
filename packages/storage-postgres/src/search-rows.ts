import type { Change, SearchWrite } from '@huiyin/core/contracts'
import { gramsOf, numberOfKey } from './grams.js'

/** The tables of the step of the schema for what texts are found by (decision 019). `search_backlog`: records from before, which core makes searchable. */
export const searchTables = (schema: string): string => `
CREATE TABLE ${schema}.search_rows (
  rid bigint NOT NULL, bucket smallint NOT NULL, ref text COLLATE "C" NOT NULL, field text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
  keys text[] NOT NULL, numbers int[] NOT NULL, PRIMARY KEY (bucket, rid, ref));
CREATE TABLE ${schema}.search_backlog (rid bigint NOT NULL, bucket smallint NOT NULL, PRIMARY KEY (bucket, rid));`

/**
 * What follows once the tables lie where they belong. The index takes in numbers together, a quarter of a megabyte at a time: so much a search reads besides.
 */
export const searchRest = (schema: string): string => `
CREATE INDEX texts_by_number ON ${schema}.search_rows USING gin (numbers) WITH (fastupdate = on, gin_pending_list_limit = 256);
INSERT INTO ${schema}.search_backlog (bucket, rid) SELECT DISTINCT bucket, rid FROM ${schema}.vault_rows WHERE value IS NOT NULL;`

/** The numbers that a row is found by: those of its grams and its digests. */
export const numbersOf = ({ field, text, keys }: SearchWrite): number[] => [
  ...gramsOf(field, text),
  ...keys.map(numberOfKey),
]

/** What a change puts, and which rows it takes away. A text that is put again or erased loses what it was found by. */
export function searchOf({ expectedVersion, vault, search }: Change) {
  const erased = new Set(vault.erase)
  const put = (search?.put ?? []).filter(({ ref }) => !erased.has(ref))
  if (expectedVersion === 0) return { put, gone: [] }
  const gone = new Set([...vault.put.map(({ ref }) => ref), ...erased, ...(search?.drop ?? [])])
  for (const { ref } of put) gone.delete(ref)
  return { put, gone: [...gone] }
}
