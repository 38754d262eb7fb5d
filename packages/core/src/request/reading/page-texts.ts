import type { VaultRow } from '../../contracts/rows.js'
import type { RequestFacts } from '../facts.js'
import type { RequestReading } from '../request-reading.js'

/** The rows of the vault of a page of requests, by their ids, read in one call. */
export async function rowsOfPage(
  { storage, refOf, kind }: Pick<RequestReading, 'storage' | 'refOf' | 'kind'>,
  page: readonly RequestFacts[],
  fields: readonly string[],
): Promise<(id: string) => readonly VaultRow[]> {
  const refs = page.map(({ id }) => refOf(kind.type, id))
  const found = refs.length === 0 ? [] : await storage.texts(refs, fields)
  const rows = new Map(found.map(({ ref, rows }) => [ref.id, rows] as const))
  return (id) => rows.get(id) ?? []
}
