/** A map that is copied often and changed little: copies share what was there before. */
export interface LayeredMap<Value> {
  get(key: string): Value | undefined
  /** Every entry, in the order in which keys were first set. */
  entries(): IterableIterator<readonly [string, Value]>
  /** A copy with these entries set; this map stays as it is. */
  with(changed: ReadonlyMap<string, Value>): LayeredMap<Value>
}

const mostOnTop = 2000

/** A layered map over what is given, which must not change any more. */
export function layeredMap<Value>(
  below: ReadonlyMap<string, Value>,
  top: ReadonlyMap<string, Value> = new Map(),
): LayeredMap<Value> {
  function* entries(): IterableIterator<readonly [string, Value]> {
    for (const [key, value] of below) yield [key, top.has(key) ? (top.get(key) as Value) : value]
    for (const entry of top) if (!below.has(entry[0])) yield entry
  }
  return Object.freeze({
    get: (key: string) => top.get(key) ?? below.get(key),
    entries,
    with: (changed: ReadonlyMap<string, Value>) => {
      const merged = new Map(top)
      for (const [key, value] of changed) merged.set(key, value)
      return merged.size <= mostOnTop ? layeredMap(below, merged) : layeredMap(new Map([...below, ...merged]))
    },
  })
}
