import type { RecordIndex } from '../contracts/rows.js'
import type { RecordKind } from './record-kind.js'

const nothing = { areaPath: '', unit: '', category: '', channel: '', requester: '' }

/** What a record is found by, complete: what its kind leaves out is empty. */
export function completeIndex<Facts extends object>(
  kind: Pick<RecordKind<Facts, never, never>, 'index'>,
  facts: Facts,
): RecordIndex {
  return { ...nothing, ...kind.index(facts) }
}
