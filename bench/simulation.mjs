// How many seeds of the deterministic simulation one second of processor time plays, on one core and from the sources. `npm run sim` plays them on all
// cores at once. The same seeds every round.

import { internals } from './internals.mjs'
import { median } from './lib.mjs'
import { costOf } from './parts/machine.mjs'

export const name = 'seeds of the simulation 模拟种子'

const rounds = 3
const seeds = 40
const steps = 40

export async function run() {
  const { simulate } = await internals('simulation', `export * from './packages/testkit/src/simulation/simulate.ts'`)
  // Simulated failures are many, and their stack traces are never read.
  Error.stackTraceLimit = 0
  const rates = []
  let commands = 0
  for (let round = 0; round <= rounds; round++) {
    commands = 0
    const { cpu } = await costOf(async () => {
      for (let seed = 1; seed <= seeds; seed++) {
        const played = await simulate({ seed, steps })
        if (!played.ok) throw new Error(`seed ${seed}: ${played.violations[0].message}`)
        commands += played.commands.asked
      }
    })
    // The first round warms up.
    if (round > 0) rates.push((seeds * 1000) / cpu)
  }
  return [
    {
      what: `${steps} steps, ${Math.round(commands / seeds)} commands each`,
      ours: median(rates),
      unit: 'seeds/s of processor time',
    },
  ]
}
