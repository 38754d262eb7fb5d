// `npm run bench -- [NAME…] [--history] [--closed N]`: run bench/NAME.mjs on the project's Node against the built packages, print a table, keep the
// figures in bench/results/NAME.json. A row says what is compared; `met: false` in a row (a bar that is missed) makes the command fail.
//   --history      `commands` begins with a history of closed requests
//   --closed N     how many closed requests a history has (default 200 000)
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from './lib/build.mjs'
import { install } from './lib/install.mjs'
import { readJson, root } from './lib/project.mjs'
import { main, projectNode, run, StepFailed } from './lib/run.mjs'

const folder = join(root, 'bench')
const available = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs') && file !== 'lib.mjs')
  .map((file) => basename(file, '.mjs'))
  .sort()

const round = (value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : (value ?? ''))

const times = (ratio) => (ratio === undefined ? '' : `${round(ratio)}×`)

function print(title, rows) {
  const lines = [
    ['what', 'ours', 'peer', 'unit', 'ratio', 'of CPU', ''],
    ...rows.map(({ what, ours, peer, peerName, unit, ratio, cpuRatio, met }) => [
      what,
      `${round(ours)}`,
      peer === undefined ? (peerName ?? '') : `${round(peer)} ${peerName}`,
      unit ?? '',
      times(ratio),
      times(cpuRatio),
      met === undefined ? '' : met ? '✓' : '✗ bar missed',
    ]),
  ]
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  console.log(`\n${title}`)
  for (const line of lines)
    console.log(`  ${line.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd())
}

/** One bench, in a process of its own so that none warms up or spoils another. */
async function measure({ name, options }) {
  const bench = await import(pathToFileURL(join(folder, `${name}.mjs`)).href)
  const rows = await bench.run(options)
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform}-${process.arch}`,
  }
  const { devDependencies } = readJson(join(root, 'package.json'))
  const peers = Object.keys(devDependencies).filter((dependency) =>
    rows.some(({ peerName }) => peerName?.startsWith(dependency)),
  )
  const versions = {
    node: process.version,
    ...Object.fromEntries(
      peers.map((peer) => [peer, readJson(join(root, 'node_modules', peer, 'package.json')).version]),
    ),
  }
  mkdirSync(join(folder, 'results'), { recursive: true })
  writeFileSync(join(folder, 'results', `${name}.json`), `${JSON.stringify({ machine, versions, rows }, null, 2)}\n`)
  print(bench.name, rows)
  const said = Object.entries(versions).map(([what, version]) => `${what} ${version}`)
  console.log(
    `  ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.platform}; ${said.join(', ')}`,
  )
  if (rows.some(({ met }) => met === false)) throw new StepFailed(`${name}: a bar was missed`)
}

await main(async () => {
  if (process.env.HUIYIN_BENCH) return measure(JSON.parse(process.env.HUIYIN_BENCH))
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { history: { type: 'boolean' }, closed: { type: 'string' } },
  })
  const names = positionals.length > 0 ? positionals : available
  const closed = values.closed === undefined ? undefined : Number(values.closed)
  if (closed !== undefined && !(Number.isSafeInteger(closed) && closed >= 1000))
    throw new StepFailed(`--closed takes a whole number from 1000 on, not ${JSON.stringify(values.closed)}.`)
  const options = { history: values.history, closed }
  const unknown = names.filter((name) => !existsSync(join(folder, `${name}.mjs`)))
  if (unknown.length > 0)
    throw new StepFailed(`There is no bench called ${unknown.join(', ')}. There are: ${available.join(', ')}`)
  await install()
  await build()
  const failed = []
  for (const name of names) {
    const { code } = await run([projectNode(), '--expose-gc', fileURLToPath(import.meta.url)], {
      show: true,
      env: { HUIYIN_BENCH: JSON.stringify({ name, options }) },
    })
    if (code !== 0) failed.push(name)
  }
  if (failed.length > 0) throw new StepFailed(`failed: ${failed.join(', ')}`)
})
