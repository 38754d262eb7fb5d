// `npm run check [NAME…]`: every gate, also after one has failed; a table at the end.
import { build } from './lib/build.mjs'
import { allGates } from './lib/gates.mjs'
import { install } from './lib/install.mjs'
import { main, report, StepFailed, step } from './lib/run.mjs'

await main(async () => {
  const wanted = process.argv.slice(2)
  const gates =
    wanted.length === 0 ? allGates : allGates.filter(({ name }) => wanted.some((one) => name.startsWith(one)))
  console.log(`gates: ${gates.map(({ name }) => name).join(' · ')}\n`)
  await install()
  const table = []
  const attempt = async (name, title, work) => {
    const start = performance.now()
    let outcome = { passed: 0, failed: 1 }
    try {
      await step(title, async () => {
        outcome = await work()
        if (outcome.failed > 0) throw new StepFailed(`${title}: ${outcome.failed} failed`, outcome.output)
        return `${outcome.passed} passed${outcome.remark ? ` · ${outcome.remark}` : ''}`
      })
    } catch (error) {
      report(error)
    }
    table.push({ name, ...outcome, seconds: (performance.now() - start) / 1000 })
  }
  await attempt('build', '构建 all packages', async () => {
    await build()
    return { passed: 1, failed: 0 }
  })
  for (const { name, title, run } of gates) await attempt(name, title, run)
  print(table)
  process.exitCode = table.every(({ failed }) => failed === 0) ? 0 : 1
})

function print(table) {
  const width = Math.max(...table.map(({ name }) => name.length))
  console.log(`\n${'gate'.padEnd(width)}  passed  failed  seconds`)
  for (const { name, passed, failed, seconds } of table)
    console.log(
      `${name.padEnd(width)}  ${String(passed).padStart(6)}  ${String(failed).padStart(6)}  ${seconds.toFixed(1).padStart(7)}  ${failed === 0 ? '✓' : '✗'}`,
    )
}
