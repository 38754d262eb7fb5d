import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '@huiyin/testkit'
import { bundleChild, startChild } from '@huiyin/testkit/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { childrenOf } from '../children.js'
import { amended, openAmendedCity, requests } from './amend-load.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

let folder: string
let program: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-amend-'))
  program = await bundleChild(folder, childrenOf('./faults/amend-load.ts'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a city killed while a notice moves its deadlines', () => {
  it('goes on at the next start: each request moves once, and the record verifies', async () => {
    const path = join(folder, 'city.db')
    const chance = seededRandom(20261231)
    const first = await openAmendedCity(path)
    await first.stop()
    for (let kill = 0; kill < 5; kill++) {
      const child = startChild(program, 'followUntilKilled', path)
      await child.ready
      child.begin()
      await child.heard(chance.int(1, 12), 'commit')
      child.kill()
      await child.ended
    }
    // Two at once do what is left.
    const both = [await openAmendedCity(path), await openAmendedCity(path)]
    await Promise.all(both.map((huiyin) => huiyin.tick()))
    const [huiyin] = both
    const moved = new Map<string, number>()
    for (let position = 0; position < requests; position++) {
      const events = (await huiyin?.requests.history(`q-${position}`, { by: system })) ?? []
      moved.set(`q-${position}`, events.filter(({ type }) => type === 'request.calendarAmended').length)
      expect((await huiyin?.requests.get(`q-${position}`, { by: system }))?.clocks.resolve?.dueDate).toBe(
        amended.dueDate,
      )
    }
    expect(new Set(moved.values())).toEqual(new Set([1]))
    expect(await huiyin?.audit.verify({ by: system })).toMatchObject({ ok: true })
    for (const each of both) await each.stop()
  })
})
