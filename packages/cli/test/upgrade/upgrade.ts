import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Checkpoint } from '@huiyin/core'
import type { Storage } from '@huiyin/core/contracts'
import { defaultLifecycle } from '@huiyin/core/plugin'
import { expect } from 'vitest'
import { continueCity } from './continue-city.js'
import { kept } from './keep.js'
import { cityOn, ended } from './lived-city.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

/** Names of the releases that left a file of this kind. */
export const releases = (kind: 'sqlite' | 'postgres.jsonl'): string[] =>
  readdirSync(kept)
    .filter((name) => name.endsWith(`.${kind}.gz`))
    .map((name) => name.slice(0, -`.${kind}.gz`.length))

/** The bytes a release left. */
export const bytesOf = (release: string, kind: 'sqlite' | 'postgres.jsonl'): Buffer =>
  gunzipSync(readFileSync(join(kept, `${release}.${kind}.gz`)))

/** The checkpoint a release left, with its lines. */
export function checkpointOf(release: string) {
  const text = (name: string) => readFileSync(join(kept, `${release}.${name}`), 'utf8')
  return {
    checkpoint: JSON.parse(text('checkpoint.json')) as Checkpoint,
    lines: text('lines.jsonl').trimEnd().split('\n'),
  }
}

// States that no kept release knows.
const later = ['offered', 'unclaimed']
const openStates = Object.entries(defaultLifecycle.states).flatMap(([name, state]) =>
  'end' in state || later.includes(name) ? [] : [name],
)

/** A storage in which completing the indexes of before breaks off after some of them. */
function breakingOff(storage: Storage): Storage {
  let pages = 0
  return {
    ...storage,
    unindexed: async () => (await storage.unindexed?.(2)) ?? [],
    settle: (rows) => {
      const breaks = rows.some(({ what }) => what === 'index') && ++pages > 2
      return breaks ? Promise.reject(new Error('broken off')) : storage.settle(rows)
    },
  }
}

/** What a release knew nothing of, desks, is filled by the first start, also when an earlier one broke off. */
async function filled(storage: Storage): Promise<void> {
  await expect(cityOn(breakingOff(storage), ended, 3).huiyin.start()).rejects.toThrow('broken off')
  const left = (await storage.unindexed?.(500)) ?? []
  expect(left.length).toBeGreaterThan(0)
  expect(left.every(({ unindexed, index }) => unindexed === true && index.open && index.owner === '')).toBe(true)
  const reader = cityOn(storage, ended, 4).huiyin
  await reader.start({ readOnly: true })
  expect(await reader.audit.verify({ by: system })).toMatchObject({ ok: true })
  expect(await storage.unindexed?.(500)).toHaveLength(left.length)
}

/** Opens what a release left with the code of today: it verifies, goes on in every state, and verifies again. */
export async function upgraded(storage: Storage, release: string): Promise<void> {
  await filled(storage)
  const city = cityOn(storage, ended, 2)
  const { huiyin } = city
  await huiyin.start()
  expect(await storage.unindexed?.(1)).toEqual([])
  const open = (await huiyin.requests.find({ open: true, limit: 500 }, { by: system })).items.length
  const groups = await huiyin.requests.counts({ by: system })
  expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(open)
  expect(groups.every(({ owner }) => owner !== '')).toBe(true)
  expect((await huiyin.requests.find({ order: 'due', limit: 500 }, { by: system })).items).toHaveLength(open)
  const against = checkpointOf(release)
  const before = await huiyin.audit.verify({ by: system, against })
  expect(before).toMatchObject({ ok: true, faults: [], since: [] })
  expect([...(await continueCity(city))].sort()).toEqual(openStates.sort())
  const after = await huiyin.audit.verify({ by: system, against })
  expect(after).toMatchObject({ ok: true, faults: [], since: [] })
  expect(after.events).toBeGreaterThan(before.events)
  expect(await huiyin.evaluation.recount({ by: system })).toMatchObject({ ok: true })
  await huiyin.stop()
}
