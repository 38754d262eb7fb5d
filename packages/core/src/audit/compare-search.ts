import type { VaultRow } from '../contracts/rows.js'
import type { SearchWrite } from '../contracts/searching/search-query.js'
import { folded } from '../privacy/searchable.js'
import type { RowFault } from '../record/chain.js'
import type { RecordKind } from '../record/record-kind.js'

/**
 * Compares what texts are found by with the texts: each that is to be found by its words stands there as it is folded, nothing is left of one that was erased,
 * and there is no other. Keys of telephone numbers need a key to be compared: of them only that their text is there. Whether grams lead to the text is not
 * looked at.
 */
export function compareSearch<Facts extends object>(
  kind: Pick<RecordKind<Facts, never, never>, 'searched'>,
  facts: Facts,
  vault: readonly VaultRow[],
  kept: readonly SearchWrite[],
): RowFault | undefined {
  const texts = new Map(vault.map(({ ref, value }) => [ref, value]))
  const rows = new Map(kept.map((row) => [row.ref, row]))
  for (const { ref, field, by } of kind.searched?.(facts) ?? []) {
    const text = texts.get(ref)
    const row = rows.get(ref)
    rows.delete(ref)
    if (typeof text !== 'string') {
      if (row !== undefined) return { name: ref, wrong: 'kept' }
    } else if (row === undefined) {
      if (by === 'words') return { name: ref, wrong: 'missing' }
    } else if (row.field !== field || row.text !== (by === 'words' ? folded(text) : '')) {
      return { name: ref, wrong: 'changed' }
    }
  }
  const [added] = rows.keys()
  return added === undefined ? undefined : { name: added, wrong: 'added' }
}
