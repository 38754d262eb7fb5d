/** A map that is copied often and changed little: copies share what was there before. */
export interface LayeredMap<Value> {
  get(key: string): Value | undefined
  /** Every entry, in the order in which keys were first set. */
  entries(): IterableIterator<readonly [string, Value]>
  /** A copy with these entries set; this map stays as it is. What is given must not change any more. */
  with(changed: ReadonlyMap<string, Value>): LayeredMap<Value>
}

/** How many times larger a layer is than the one on it. A layer that comes near is merged, so there are few and each entry is copied seldom. */
const growth = 8

/** A layered map over what is given, which must not change any more. The last layer is the newest. */
export function layeredMap<Value>(layers: readonly ReadonlyMap<string, Value>[] = []): LayeredMap<Value> {
  const newestFirst = layers.toReversed()
  const get = (key: string) => {
    for (const layer of newestFirst) {
      const value = layer.get(key)
      if (value !== undefined) return value
    }
    return undefined
  }
  function* entries(): IterableIterator<readonly [string, Value]> {
    for (const [position, layer] of layers.entries()) {
      const older = layers.slice(0, position)
      for (const [key] of layer) if (!older.some((each) => each.has(key))) yield [key, get(key) as Value] as const
    }
  }
  return Object.freeze({
    get,
    entries,
    with: (changed: ReadonlyMap<string, Value>) => {
      if (changed.size === 0) return layeredMap(layers)
      const below = [...layers]
      const together = [changed]
      let size = changed.size
      for (let next = below.at(-1); next !== undefined && next.size < size * growth; next = below.at(-1)) {
        together.unshift(next)
        size += next.size
        below.pop()
      }
      if (together.length === 1) return layeredMap([...below, changed])
      const merged = new Map<string, Value>()
      for (const layer of together) for (const [key, value] of layer) merged.set(key, value)
      return layeredMap([...below, merged])
    },
  })
}
