// `npm run sim`: the deterministic simulation of the testkit, run from the sources.
//   --seed N       one seed, with its trace
//   --count N      runs N seeds (default 1000) from --from F (default 1) on, over all cores
//   --steps N      steps of each seed (default 40)
//   --planted      looks for the first seed that finds each planted bug, and records it
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import { reportGate } from './lib/gate.mjs'
import { root } from './lib/project.mjs'
import { main, must, StepFailed, tool } from './lib/run.mjs'

const whole = (name, text) => {
  const number = Number(text)
  if (!Number.isSafeInteger(number))
    throw new StepFailed(`--${name} takes a whole number, not ${JSON.stringify(text)}.`)
  return number
}

const doors = ['calendar', 'contracts', 'evaluation', 'plugin']

/** The simulation and its planted bugs as one file that Node can run. */
async function bundle(folder) {
  const outfile = join(folder, 'simulation.mjs')
  const simulation = (file) => `export * from './packages/testkit/src/simulation/${file}.ts'`
  await build({
    stdin: { contents: ['simulate', 'planted'].map(simulation).join('\n'), resolveDir: root },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    sourcemap: 'inline',
    logLevel: 'error',
    alias: {
      ...Object.fromEntries(
        doors.map((door) => [`@huiyin/core/${door}`, join(root, `packages/core/src/entry/${door}.ts`)]),
      ),
      '#platform': join(root, 'packages/core/src/platform/node.ts'),
      '@huiyin/core': join(root, 'packages/core/src/index.ts'),
    },
  })
  return pathToFileURL(outfile).href
}

async function one(url, options) {
  const { simulate } = await import(url)
  const { seed, ok, violations, trace, hash, faults, commands, events } = await simulate({ ...options, trace: true })
  for (const line of trace) console.log(line)
  console.log(`\nseed ${seed} · hash ${hash} · faults: ${faults.join(', ') || 'none'}`)
  console.log(`${commands.asked} commands, ${commands.acknowledged} acknowledged, ${events} events in the record`)
  for (const { invariant, message } of violations) console.log(`✗ ${invariant}: ${message}`)
  if (!ok) throw new StepFailed(`Seed ${seed} broke ${violations.length} promises.`)
  console.log('✓ every promise was kept')
}

const share = (url, work) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./lib/sim-worker.mjs', import.meta.url), {
      workerData: { url, ...work },
      // A seed leaves no garbage that lives long, so a large young generation means fewer collections.
      resourceLimits: { maxYoungGenerationSizeMb: 128 },
    })
    worker.once('message', resolve)
    worker.once('error', reject)
  })

async function many(url, { from, count, steps }) {
  const cores = availableParallelism()
  const start = performance.now()
  const works = Array.from({ length: cores }, (_, core) => ({ from: from + core, to: from + count, by: cores, steps }))
  const shares = await Promise.all(works.map((work) => share(url, work)))
  const seconds = (performance.now() - start) / 1000
  const sum = (what) => shares.reduce((total, each) => total + each[what], 0)
  console.log(
    `${count} seeds in ${seconds.toFixed(1)} s (${Math.round(count / seconds)} a second on ${cores} cores): ` +
      `${sum('commands')} commands, ${sum('acknowledged')} acknowledged, ${sum('events')} events`,
  )
  const failed = shares.flatMap((each) => each.failed).sort((a, b) => a.seed - b.seed)
  const failures = failed
    .slice(0, 20)
    .map(({ seed, invariant, message }) => `${invariant}: ${message}\nnpm run sim -- --seed ${seed}`)
  if (failed.length > 20) failures.push(`and ${failed.length - 20} more seeds`)
  reportGate([{ title: `every promise is kept in ${count} seeds`, failures }])
}

async function planted(url, { from, count }) {
  const { plantedBugs, plantedSteps: steps, simulate, simulateWith } = await import(url)
  const seeds = {}
  for (const { name, invariant, seams } of plantedBugs) {
    for (let seed = from; seeds[name] === undefined && seed < from + count; seed++) {
      const { violations } = await simulateWith({ seed, steps }, seams)
      const finds = violations.some((each) => each.invariant === invariant)
      if (finds && (await simulate({ seed, steps })).ok) seeds[name] = seed
    }
    console.log(`${String(seeds[name] ?? 'none').padStart(6)}  ${invariant.padEnd(12)}  ${name}`)
  }
  const lines = Object.entries(seeds).map(([name, seed]) => `  ${JSON.stringify(name)}: ${seed},`)
  const file = join(root, 'packages/testkit/src/simulation/planted-seeds.ts')
  const said =
    '/** The first seed that finds each planted bug. `npm run sim -- --planted` looks for them again when the runtime goes other ways. */'
  writeFileSync(
    file,
    `${said}\nexport const plantedSeeds: Readonly<Record<string, number>> = {\n${lines.join('\n')}\n}\n`,
  )
  await must([...tool('biome', '@biomejs/biome'), 'check', '--write', file], 'The seeds could not be formatted')
  if (lines.length < plantedBugs.length) throw new StepFailed(`Some planted bugs are not found within ${count} seeds.`)
}

await main(async () => {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      from: { type: 'string', default: '1' },
      count: { type: 'string', default: '1000' },
      steps: { type: 'string', default: '40' },
      planted: { type: 'boolean', default: false },
    },
  })
  const steps = whole('steps', values.steps)
  const range = { from: whole('from', values.from), count: whole('count', values.count), steps }
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-sim-'))
  try {
    const url = await bundle(folder)
    if (values.planted) await planted(url, range)
    else if (values.seed !== undefined) await one(url, { seed: whole('seed', values.seed), steps })
    else await many(url, range)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
