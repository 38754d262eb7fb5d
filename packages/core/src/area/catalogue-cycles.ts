/** Circles among parents: each once, as `a → b → a` from its first row on. */
export function cyclesOf(rows: Iterable<readonly [name: string, parent: string | undefined]>): string[][] {
  const parents = new Map<string, string>()
  for (const [name, parent] of rows) if (parent !== undefined && !parents.has(name)) parents.set(name, parent)
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
      cycles.push([...path.slice(path.indexOf(at)), at])
    }
    for (const each of walked) cleared.add(each)
  }
  return cycles
}
