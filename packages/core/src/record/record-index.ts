import type { RecordIndex } from '../contracts/rows.js'
import type { RecordKind } from './record-kind.js'

const none: readonly string[] = []
const nothing = {
  ...{ areaPath: '', unit: '', category: '', channel: '', requester: '' },
  ...{ owner: '', flags: none, number: '', desks: none },
}

/** The whole index of a record: members that its kind leaves out are `''`, `dueAt` absent, and there are neither flags nor desks. */
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

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name, at) => name === other[at])

/** Whether two indexes say the same. */
export const isSameIndex = (one: RecordIndex, other: RecordIndex): boolean =>
  members.every((name) => one[name] === other[name]) &&
  isSameList(one.flags, other.flags) &&
  isSameList(one.desks, other.desks)
