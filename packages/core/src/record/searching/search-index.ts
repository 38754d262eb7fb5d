import type { Digest } from '../../contracts/digest.js'
import type { Change, VaultRow } from '../../contracts/rows.js'
import type { SearchWrite } from '../../contracts/searching/search-query.js'
import { folded, keysOf, numbersIn } from '../../privacy/searchable.js'
import type { RecordKind } from '../record-kind.js'
import type { Searched } from './searched.js'

/** How a process makes what texts are found by. Absent where the storage keeps no such index. */
export interface SearchIndexing {
  /** What numbers are written under: the first of the keys the place gives; none: numbers are not found. */
  readonly writes: readonly Digest[]
}

type Kind<Facts extends object> = Pick<RecordKind<Facts, never, never>, 'searched'>

/** What the texts of a record are found by: of those that its facts name, each whose row is given and not erased. */
export function searchRows(
  searched: readonly Searched[],
  vault: readonly VaultRow[],
  { writes }: SearchIndexing,
): readonly SearchWrite[] {
  if (vault.length === 0) return []
  const texts = new Map(vault.map(({ ref, value }) => [ref, value]))
  return searched.flatMap(({ ref, field, by }): SearchWrite[] => {
    const text = texts.get(ref)
    if (typeof text !== 'string') return []
    if (by === 'words') return [{ ref, field, text: folded(text), keys: [] }]
    const keys = keysOf(numbersIn(text), writes)
    return keys.length === 0 ? [] : [{ ref, field, text: '', keys }]
  })
}

/** The difference that a command makes to what is found; `undefined` for none. */
export function searchDiff<Facts extends object>(
  kind: Kind<Facts>,
  facts: { readonly before: Facts | undefined; readonly after: Facts },
  vault: readonly VaultRow[],
  indexing: SearchIndexing | undefined,
): Change['search'] {
  if (indexing === undefined || kind.searched === undefined) return undefined
  const named = kind.searched(facts.after)
  const put = searchRows(named, vault, indexing)
  // A text may be named no more without one that takes its place: the answer to a request that this one was merged into.
  const before = facts.before === undefined ? [] : kind.searched(facts.before)
  const drop = before.filter(({ ref }) => !named.some((each) => each.ref === ref)).map(({ ref }) => ref)
  return put.length + drop.length === 0 ? undefined : { put, drop }
}
