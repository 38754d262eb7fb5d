import type { RecordIndex } from '../contracts/rows.js'
import type { RecordKind } from './record-kind.js'

const nothing = { areaPath: '', unit: '', category: '', channel: '', requester: '' }

/** The whole index of a record: members that its kind leaves out are `''`. */
export function completeIndex<Facts extends object>(
  kind: Pick<RecordKind<Facts, never, never>, 'index'>,
  facts: Facts,
): RecordIndex {
  return { ...nothing, ...kind.index(facts) }
}
