import { createAreaTree } from '@huiyin/core'
function nation(size) {
  const area = (code, level, parent) => ({ code, name: '', level, parent, validFrom: 0 })
  const below = (ps, k, l) => ps.flatMap(({ code }) => Array.from({ length: k }, (_, n) => area(`${code}${String(n).padStart(3, '0')}`, l, code)))
  const c = Array.from({ length: Math.ceil(size / 1568) }, (_, n) => area(`${370000 + n}`, 'county', '37'))
  const t = below(c, 14, 'town'), m = below(t, 16, 'community'), g = below(m, 7, 'grid')
  return [area('37', 'province', null), ...c, ...t, ...m, ...g].slice(0, size)
}
let seed = 1
const random = (b) => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return Math.floor((seed / 2 ** 32) * b) }
for (const flat of [false, true]) {
  let areas = nation(1e6); if (flat) areas = JSON.parse(JSON.stringify(areas))
  const tree = createAreaTree(areas)
  const map = new Map(areas.map((a, i) => [a.code, i]))
  for (const n of [1024, 65536]) for (const copy of [false, true]) {
    const cs = [], as = []
    for (let i = 0; i < n; i++) { const a = areas[random(areas.length)]; const up = tree.ancestors(a.code); const b = i % 2 ? areas[random(areas.length)] : up[random(up.length)] ?? a; cs.push(a.code); as.push(b.code) }
    const [x, y] = copy ? JSON.parse(JSON.stringify([cs, as])) : [cs, as]
    const time = (f) => { let best = 1e9; for (let r = 0; r < 7; r++) { const s = performance.now(); let k = 0; for (let i = 0; i < 1e6; i++) k += f(i % n); const e = performance.now() - s; if (k < 0) console.log(k); best = Math.min(best, e) } return best.toFixed(0) }
    console.log({ flat, n, copy }, 'test', time((i) => tree.isWithin(x[i], y[i]) ? 1 : 0), 'ns; two bare Map.get', time((i) => map.get(x[i]) + map.get(y[i])), 'ns; harness', time((i) => x[i].length + y[i].length), 'ns')
  }
}
