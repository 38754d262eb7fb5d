/** Thrown by the kit when a storage does not keep the contract. */
export class ConformanceError extends Error {
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

/** Equal as JSON, whatever the order of members. */
export function deepEqual(actual: unknown, expected: unknown, what: string): void {
  const [left, right] = [JSON.stringify(sorted(actual)), JSON.stringify(sorted(expected))]
  if (left !== right) throw new ConformanceError(`${what}: expected ${right}, got ${left}`)
}

export function equal(actual: unknown, expected: unknown, what: string): void {
  if (!Object.is(actual, expected))
    throw new ConformanceError(`${what}: expected ${String(expected)}, got ${String(actual)}`)
}

/** The call must reject with an error of Huiyin of this code. */
export async function rejects(call: () => Promise<unknown>, code: string, what: string): Promise<void> {
  let error: unknown
  try {
    await call()
  } catch (caught) {
    error = caught
  }
  equal((error as { code?: unknown } | undefined)?.code, code, what)
}
