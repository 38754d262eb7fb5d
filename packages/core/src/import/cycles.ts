/** The cycles among parents, each once and from its first row on: `[['a', 'b', 'a']]`. Rows that only lead into a cycle are not part of it. */
export function cyclesOf(rows: Iterable<readonly [name: string, parent: string | undefined]>): string[][] {
  const parents = new Map<string, string>()
  const place = new Map<string, number>()
  for (const [name, parent] of rows) {
    if (place.has(name)) continue
    place.set(name, place.size)
    if (parent !== undefined) parents.set(name, parent)
  }
  const cleared = new Set<string>()
  const cycles: string[][] = []
  for (const start of parents.keys()) {
    const walked = new Set<string>()
    let at: string | undefined = start
    while (at !== undefined && !cleared.has(at) && !walked.has(at)) {
      walked.add(at)
      at = parents.get(at)
    }
    if (at !== undefined && walked.has(at)) {
      const path = [...walked]
      const cycle = path.slice(path.indexOf(at))
      const places = cycle.map((name) => place.get(name) ?? Number.POSITIVE_INFINITY)
      const first = places.indexOf(Math.min(...places))
      cycles.push([...cycle.slice(first), ...cycle.slice(0, first), cycle[first] as string])
    }
    for (const each of walked) cleared.add(each)
  }
  return cycles
}
