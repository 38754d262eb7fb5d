import { playNonsense } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import { testDatabase } from './city.js'

const { storageOf } = testDatabase()

it('500 nonsense answers of a channel leave no unsettled neighbour, and nobody gets a message twice', async () => {
  const played = await playNonsense(storageOf(), 500)
  expect(played.neighbours).toBeGreaterThan(30)
  expect(played).toMatchObject({ unsettled: [], twice: [] })
}, 300_000)
