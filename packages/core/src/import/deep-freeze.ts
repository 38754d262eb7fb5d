// Facts are frozen once, however many laws and measures are asked about them.
const frozen = new WeakSet<object>()

function freezeWithin(value: object): void {
  Object.freeze(value)
  for (const each of Object.values(value))
    if (typeof each === 'object' && each !== null && !ArrayBuffer.isView(each)) freezeWithin(each)
}

/** Freezes plain data all the way down, before it is handed to functions from outside. It must hold no cycle, as JSON does not. */
export function deepFreeze<T extends object | undefined>(value: T): T {
  if (value === undefined || frozen.has(value)) return value
  freezeWithin(value)
  frozen.add(value)
  return value
}

/** A frozen copy of plain data that its owner may go on changing, all the way down. */
export function frozenCopy<T extends object>(value: T): T {
  return deepFreeze(JSON.parse(JSON.stringify(value)) as T)
}
