// `npm test`: from a fresh clone to one line that says how many checks passed. Structure, types, documents and all tests.
// `npm test -- FILTER…` runs only the tests whose path contains a filter.
import { build } from './lib/build.mjs'
import { testGates } from './lib/gates.mjs'
import { install } from './lib/install.mjs'
import { main, report, run, StepFailed, step, tool } from './lib/run.mjs'

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

async function everything() {
  try {
    await install()
    await build()
  } catch (error) {
    report(error)
    failed++
    return
  }
  for (const gate of testGates) await count(gate)
}

async function some(filters) {
  await install()
  process.exitCode = (await run([...tool('vitest'), 'run', ...filters], { show: true })).code
}

const filters = process.argv.slice(2)
if (filters.length > 0) await main(() => some(filters))
else {
  await everything()
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
