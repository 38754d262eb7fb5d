/** Thrown by the kits when a storage or a channel does not keep its contract. */
export class ConformanceError extends Error {
  /** Tells a broken promise from an error of the test itself; the message says expected and actual. */
  override readonly name = 'ConformanceError'
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  )
}

const textOf = (value: unknown) => JSON.stringify(sorted(value)) ?? 'undefined'
// Messages are for people: what cannot be seen, or looks like something else, is written as its number, and long values are cut.
const hidden = /(?! )[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/gu
const numbered = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
function shown(text: string): string {
  const visible = text.replace(hidden, (char) => char.split('').map(numbered).join(''))
  return visible.length > 400 ? `${visible.slice(0, 400)}… (${text.length} characters)` : visible
}

/** Equal as JSON, whatever the order of members. */
export function deepEqual(actual: unknown, expected: unknown, what: string): void {
  const [left, right] = [textOf(actual), textOf(expected)]
  if (left !== right) throw new ConformanceError(`${what}: expected ${shown(right)}, got ${shown(left)}`)
}

/** The same items, in any order, where the contract does not promise one. */
export function sameItems(actual: readonly unknown[], expected: readonly unknown[], what: string): void {
  deepEqual(actual.map(textOf).sort(), expected.map(textOf).sort(), what)
}

/** The same value, by `Object.is`. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  if (!Object.is(actual, expected))
    throw new ConformanceError(`${what}: expected ${shown(String(expected))}, got ${shown(String(actual))}`)
}

/** The call must return a promise that rejects with an error of Huiyin of this code. Returns the error. */
export async function rejects(call: () => Promise<unknown>, code: string, what: string): Promise<object> {
  let promise: Promise<unknown>
  try {
    promise = call()
  } catch {
    throw new ConformanceError(`${what}: threw at once; a storage rejects`)
  }
  try {
    await promise
  } catch (error) {
    equal((error as { code?: unknown } | null)?.code, code, what)
    return error as object
  }
  throw new ConformanceError(`${what}: expected a rejection with ${code}, but it went through`)
}
