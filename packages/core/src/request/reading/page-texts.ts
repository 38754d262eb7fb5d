import type { RecordRef, VaultRow } from '../../contracts/rows.js'
import type { Storage } from '../../contracts/storage.js'

/** The rows of the vault of a page of requests, by their ids, read in one call. */
export async function rowsOfPage(
  storage: Pick<Storage, 'texts'>,
  refs: readonly RecordRef[],
  fields: readonly string[],
): Promise<(id: string) => readonly VaultRow[]> {
  const found = refs.length === 0 ? [] : await storage.texts(refs, fields)
  const rows = new Map(found.map(({ ref, rows }) => [ref.id, rows] as const))
  return (id) => rows.get(id) ?? []
}
