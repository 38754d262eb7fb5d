import type { RecordIndex } from '../contracts/rows.js'
import type { RecordKind } from './record-kind.js'

const none: readonly string[] = []
const nothing = {
  ...{ areaPath: '', unit: '', category: '', channel: '', requester: '' },
  ...{ owner: '', flags: none, number: '' },
}

/** The whole index of a record: members that its kind leaves out are `''`, `dueAt` absent, and there are no flags. */
export function completeIndex<Facts extends object>(
  kind: Pick<RecordKind<Facts, never, never>, 'index'>,
  facts: Facts,
): RecordIndex {
  return { ...nothing, ...kind.index(facts) }
}

const members = [
  ...(['status', 'open', 'createdAt', 'areaPath', 'unit', 'category', 'channel', 'requester'] as const),
  ...(['owner', 'dueAt', 'number'] as const),
]

/** Whether two indexes say the same. */
export const isSameIndex = (one: RecordIndex, other: RecordIndex): boolean =>
  members.every((name) => one[name] === other[name]) &&
  one.flags.length === other.flags.length &&
  one.flags.every((flag, at) => flag === other.flags[at])
