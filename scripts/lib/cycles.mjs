/**
 * The cycles of a directed graph, one shortest cycle for each group of nodes that reach each other:
 * `[{ from: 'a', to: 'b' }, { from: 'b', to: 'a' }]` → `[['a', 'b', 'a']]`.
 */
export function findCycles(edges) {
  const next = new Map()
  for (const { from, to } of edges) next.set(from, (next.get(from) ?? new Set()).add(to))
  const cycles = []
  const reported = new Set()
  for (const start of [...next.keys()].sort()) {
    if (reported.has(start)) continue
    const path = shortestWayBack(start, next)
    if (!path || path.some((node) => reported.has(node))) continue
    cycles.push(path)
    for (const node of path) reported.add(node)
  }
  return cycles
}

function shortestWayBack(start, next) {
  const cameFrom = new Map()
  const queue = [start]
  for (const node of queue)
    for (const neighbour of next.get(node) ?? []) {
      if (neighbour === start) return wayTo(node, cameFrom, start)
      if (cameFrom.has(neighbour)) continue
      cameFrom.set(neighbour, node)
      queue.push(neighbour)
    }
  return undefined
}

function wayTo(node, cameFrom, start) {
  const way = [start]
  for (let at = node; at !== start; at = cameFrom.get(at)) way.unshift(at)
  return [start, ...way]
}
