// A place of so many areas in a SQLite file, each step in a process of its own so that memory is that of the step alone:
// `fill PATH SIZE` imports them, `run PATH` starts on them and renames grids. The last line of what is printed is the figures as JSON.
import { createHuiyin } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'

const portion = 50_000
const renames = 300
const by = { by: { id: 'staff-admin', kind: 'staff', grants: [{ role: 'systemAdmin', area: '*' }] } }

/** Counties below one province: 14 streets each, 16 communities a street, 7 grids a community; exactly `size` areas. */
function nationRows(size) {
  const area = (code, name, level, parent) => ({ code, name, level, parent })
  const below = (parents, children, level, title) =>
    parents.flatMap(({ code }) =>
      Array.from({ length: children }, (_, n) =>
        area(`${code}${String(n).padStart(3, '0')}`, `${title(n)}`, level, code),
      ),
    )
  const counties = Array.from({ length: Math.ceil(size / (14 * 16 * 7)) }, (_, n) =>
    area(`${370_000 + n}`, `第${n}县`, 'county', '37'),
  )
  const towns = below(counties, 14, 'town', (n) => `第${n}街道办事处`)
  const communities = below(towns, 16, 'community', (n) => `第${n}社区居民委员会`)
  const grids = below(communities, 7, 'grid', (n) => `第${n}社区网格`)
  return [area('37', '山东省', 'province', null), ...counties, ...towns, ...communities, ...grids].slice(0, size)
}

const cpuMs = (before) => {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
const kept = () => {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function fill(path, size) {
  const storage = sqliteStorage({ path })
  const huiyin = createHuiyin({ storage })
  await huiyin.start()
  const rows = nationRows(size)
  const before = process.cpuUsage()
  for (let from = 0; from < rows.length; from += portion) {
    const result = await huiyin.areas.import(rows.slice(from, from + portion), by)
    if (!result.ok) throw new Error(JSON.stringify(result).slice(0, 500))
  }
  const cpu = cpuMs(before)
  await huiyin.stop()
  await storage.close()
  return { cpu, peak: process.resourceUsage().maxRSS * 1024 }
}

async function runOn(path) {
  const storage = sqliteStorage({ path })
  const huiyin = createHuiyin({ storage })
  const held = kept()
  const rss = process.memoryUsage().rss
  const before = process.cpuUsage()
  await huiyin.start()
  const { size } = huiyin.areas.tree()
  const start = cpuMs(before)
  const peak = process.resourceUsage().maxRSS * 1024 - rss
  const heap = kept() - held
  const grids = huiyin.areas
    .tree()
    .roots()
    .flatMap(({ code }) => huiyin.areas.tree().subtree(code))
    .filter(({ level }) => level === 'grid')
  const rename = async (n) => {
    const result = await huiyin.areas.redraw(grids[(n * 7919) % grids.length].code, { name: `改名${n}` }, by)
    if (!result.ok || huiyin.areas.tree().size !== size) throw new Error(JSON.stringify(result))
  }
  for (let n = 0; n < 50; n++) await rename(n)
  const costs = []
  for (let n = 50; n < renames; n++) {
    const from = process.cpuUsage()
    await rename(n)
    costs.push(cpuMs(from))
  }
  await huiyin.stop()
  await storage.close()
  const total = costs.reduce((sum, cost) => sum + cost, 0)
  return {
    size,
    start,
    heap,
    peak,
    rename: costs.toSorted((a, b) => a - b)[costs.length >> 1],
    mean: total / costs.length,
  }
}

const [step, path, size] = process.argv.slice(2)
if (step === 'fill') console.log(JSON.stringify(await fill(path, Number(size))))
if (step === 'run') console.log(JSON.stringify(await runOn(path)))
