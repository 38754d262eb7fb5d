// The demo: plays the requests of a city into examples/jiaozhou/.data/city.db, and prints a report.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { memoryStorage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { printLife, printPaths, printReport, printSlowest } from './print.ts'
import { findings } from './report.ts'
import { simulate } from './simulate.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '20220507' },
    count: { type: 'string', default: '4042' },
    storage: { type: 'string', default: 'sqlite' },
    out: { type: 'string', default: new URL('../.data/', import.meta.url).pathname },
  },
})
const seed = Number(values.seed)
const count = Number(values.count)
if (
  !Number.isSafeInteger(seed) ||
  !Number.isSafeInteger(count) ||
  count < 1 ||
  !['sqlite', 'memory'].includes(values.storage)
) {
  console.error('用法 usage: main.ts [--seed N] [--count N] [--storage sqlite|memory] [--out DIR]')
  process.exit(2)
}

const from = '2022-01-01'
const to = '2022-05-07'
mkdirSync(values.out, { recursive: true })
const database = `${values.out.replace(/\/$/, '')}/city.db`
if (values.storage === 'sqlite') for (const suffix of ['', '-wal', '-shm']) rmSync(database + suffix, { force: true })

const started = performance.now()
const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)}s`
console.log(`胶州市城乡网格治理模拟  ${from} 至 ${to}，诉求 ${count} 件，种子 ${seed}，存储 ${values.storage}`)

let month = ''
const simulation = await simulate({
  storage: values.storage === 'sqlite' ? sqliteStorage({ path: database, cacheMegabytes: 16 }) : memoryStorage(),
  seed,
  count,
  from,
  to,
  said: (line) => console.log(`  ${line}  (${seconds()})`),
  progress: ({ day, submitted, of }) => {
    const line = `  ${day}  已上报 ${String(submitted).padStart(4)} / ${of}  (${seconds()})`
    if (process.stdout.isTTY) process.stdout.write(`\r${line}`)
    else if (day.slice(0, 7) !== month) console.log(line)
    month = day.slice(0, 7)
  },
})
if (process.stdout.isTTY) process.stdout.write('\n')

// The period is half-open: the day after the last one does not count.
const found = await findings(simulation, seed, { from, to: '2022-05-08' })
printReport(found, simulation.huiyin.lifecycle)
printPaths(simulation.commands)
await printSlowest(simulation.huiyin, found)
await printLife(simulation.huiyin, found)
await simulation.huiyin.stop()

const file = `${values.out.replace(/\/$/, '')}/report.json`
writeFileSync(file, `${JSON.stringify(found.report, null, 2)}\n`)
console.log(
  `\n报告已写入 report written to ${file}  (${seconds()}，内存峰值 peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB)`,
)
