// The area tree: loading it and asking what lies within what, against walking parent links in a Map.
import { createAreaTree } from '@huiyin/core'
import { interleave } from './lib.mjs'

export const name = 'area tree 区划树'

// A country in small: so many grids, communities of seven, streets of sixteen communities, counties of fourteen streets.
function nation(size) {
  const areas = [{ code: '0', name: '', level: 'province', parent: null, validFrom: 0 }]
  const grow = (parents, children, level) =>
    parents.flatMap((parent) =>
      Array.from({ length: children }, (_, n) => {
        const area = { code: `${parent}${String(n).padStart(3, '0')}`, name: '', level, parent, validFrom: 0 }
        if (areas.length < size) areas.push(area)
        return area.code
      }),
    )
  let parents = Array.from({ length: Math.max(1, Math.ceil(size / (14 * 16 * 7))) }, (_, n) => `${100000 + n}`)
  for (const code of parents) areas.push({ code, name: '', level: 'county', parent: '0', validFrom: 0 })
  for (const [children, level] of [
    [14, 'town'],
    [16, 'community'],
    [7, 'grid'],
  ])
    parents = grow(parents, children, level)
  return areas.slice(0, size)
}

function linked(areas) {
  const parents = new Map(areas.map((area) => [area.code, area.parent]))
  return (code, ancestor) => {
    for (let at = code; at !== null && at !== undefined; at = parents.get(at)) if (at === ancestor) return true
    return false
  }
}

export async function run() {
  const rows = []
  for (const size of [1637, 1_000_000]) {
    const areas = nation(size)
    const load = await interleave({ ours: () => createAreaTree(areas).size, peer: () => linked(areas), rounds: 5 })
    rows.push({
      what: `load ${size} areas`,
      ...load,
      peerName: 'a Map of parents',
      unit: 'µs',
      ...(size > 1e5 && { met: load.ours <= 2e6 }),
    })
    const tree = createAreaTree(areas)
    const walk = linked(areas)
    const codes = Array.from({ length: 1024 }, (_, n) => areas[(n * 7919) % areas.length].code)
    const above = codes.map((code, n) => tree.ancestors(code).at(n % 3)?.code ?? code)
    const test = await interleave({
      ours: (n) => tree.isWithin(codes[n & 1023], above[(n * 3) & 1023]),
      peer: (n) => walk(codes[n & 1023], above[(n * 3) & 1023]),
    })
    rows.push({
      what: `ancestor test among ${size}`,
      ...test,
      peerName: 'walking a Map of parents',
      unit: 'µs',
      ...(size < 1e5 && { met: test.ours <= 0.1 }),
    })
  }
  return rows
}
