// `npm test`: from a fresh clone to one line that says how many checks passed. Structure, types, documents and all tests.
// `npm test -- FILTER…` runs only the tests whose path contains a filter.
// `npm test -- --without servers,browser` leaves groups of tests out (lib/groups.mjs), and says so before the last line.
// `npm run test:long` (`--long`) runs the long sets instead: every test at its full length, and many more seeds.
import { build } from './lib/build.mjs'
import { longGates, testGates } from './lib/gates.mjs'
import { excluding, leftOut, readArguments } from './lib/groups.mjs'
import { install } from './lib/install.mjs'
import { main, report, run, StepFailed, step, tool } from './lib/run.mjs'

const fullLength = { HUIYIN_FAULTS: 'full' }
let passed = 0
let failed = 0

async function count(gate) {
  try {
    await step(gate.title, async () => {
      const outcome = await gate.run()
      passed += outcome.passed
      failed += outcome.failed
      if (outcome.failed > 0) throw new StepFailed(`${gate.title}: ${outcome.failed} failed`, outcome.output)
      return `${outcome.passed} passed${outcome.skipped ? `, ${outcome.skipped} skipped` : ''}`
    })
  } catch (error) {
    report(error)
    if (!(error instanceof StepFailed)) failed++
  }
}

async function everything(gates) {
  try {
    await install()
    await build()
  } catch (error) {
    report(error)
    failed++
    return
  }
  for (const gate of gates) await count(gate)
}

async function some(filters, env) {
  await install()
  process.exitCode = (await run([...tool('vitest'), 'run', ...filters], { show: true, env })).code
}

await main(async () => {
  const { without, long, rest } = readArguments(process.argv.slice(2))
  if (rest.length > 0) return some([...rest, ...excluding(without)], long ? fullLength : {})
  const start = performance.now()
  await everything(long ? longGates(without, fullLength) : testGates(without))
  const minutes = ((performance.now() - start) / 60_000).toFixed(1)
  console.log(`\n${minutes} min`)
  for (const line of leftOut(without)) console.log(line)
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
})
