import { describe, expect, it } from 'vitest'
import { plantedBugs, plantedSteps } from './planted.js'
import { plantedSeeds } from './planted-seeds.js'
import { simulate, simulateWith } from './simulate.js'
import { invariants } from './world.js'

describe('a planted bug', () => {
  it.each(plantedBugs)('breaks `$invariant`: $name', async ({ name, invariant, seams }) => {
    const seed = plantedSeeds[name]
    if (seed === undefined) throw new Error(`No seed is recorded for "${name}": npm run sim -- --planted`)
    const { violations } = await simulateWith({ seed, steps: plantedSteps }, seams)
    // A runtime that asks its storage otherwise goes other ways.
    const found = violations.map((each) => each.invariant)
    expect(found, 'npm run sim -- --planted looks for the seeds again').toContain(invariant)
    expect((await simulate({ seed, steps: plantedSteps })).violations).toEqual([])
  })

  it('is there for every promise', () => {
    expect(new Set(plantedBugs.map(({ invariant }) => invariant))).toEqual(new Set(Object.keys(invariants)))
  })

  it('has a name of its own and a recorded seed', () => {
    expect(plantedBugs.map(({ name }) => name).sort()).toEqual(Object.keys(plantedSeeds).sort())
  })
})
