import { memoryStorage } from '@huiyin/core'
import { definePlugin } from '@huiyin/core/plugin'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { describe, expect, it } from 'vitest'
import { faultKinds } from '../../src/simulation/faults.js'
import { simulate } from '../../src/simulation/simulate.js'

const seeds = (count: number, from = 1) => Array.from({ length: count }, (_, position) => from + position)

describe('a simulation', () => {
  it('goes the same way for the same seed, to the last call', async () => {
    const hashes = new Set<string>()
    for (const seed of seeds(200)) {
      const { hash } = await simulate({ seed })
      expect((await simulate({ seed })).hash, `seed ${seed}`).toBe(hash)
      hashes.add(hash)
    }
    expect(hashes.size).toBe(200)
  })

  it('keeps every promise, whatever fails; `npm run sim` goes on from here', async () => {
    const total = { acknowledged: 0, unknown: 0, faults: new Set<string>() }
    for (const seed of seeds(400, 1000)) {
      const { violations, commands, faults } = await simulate({ seed })
      expect(violations, `npm run sim -- --seed ${seed}`).toEqual([])
      total.acknowledged += commands.acknowledged
      total.unknown += commands.unknown
      for (const each of faults) total.faults.add(each)
    }
    // Seeds in which nothing happens would keep every promise too.
    expect(total.acknowledged).toBeGreaterThan(400 * 5)
    expect(total.unknown).toBeGreaterThan(0)
    expect([...total.faults].sort()).toEqual([...faultKinds].sort())
  })

  it('goes deep when it is long', async () => {
    let all = 0
    for (const seed of seeds(10)) {
      const { violations, events } = await simulate({ seed, steps: 400 })
      expect(violations, `npm run sim -- --seed ${seed} --steps 400`).toEqual([])
      all += events
    }
    expect(all).toBeGreaterThan(10 * 60)
  })

  it('leaves no command without an answer where nothing fails', async () => {
    for (const seed of seeds(20)) {
      const { ok, faults, commands } = await simulate({ seed, faults: [] })
      expect({ ok, faults, unknown: commands.unknown }).toEqual({ ok: true, faults: [], unknown: 0 })
    }
  })

  it('runs over the storage of an embedder, and closes it', async () => {
    let closed = 0
    const storage = () => {
      const sqlite = sqliteStorage({ path: ':memory:' })
      const close = () => sqlite.close().then(() => void closed++)
      return { ...sqlite, close }
    }
    for (const seed of seeds(10)) expect((await simulate({ seed, storage })).violations).toEqual([])
    expect(closed).toBe(10)
  })

  it("carries out the deliveries of an embedder's plugins", async () => {
    const seen = new Set<string>()
    const plugin = definePlugin({
      id: 'ledger',
      deliveries: [
        {
          name: 'book',
          on: ['request.submitted'],
          deliver: async (batch) =>
            batch.map(({ record, attempt }) => {
              if (attempt === 1) return { ok: false, class: 'transient', reason: 'closed' }
              seen.add(record.id)
              return { ok: true }
            }),
        },
      ],
      setup: () => ({}),
    })
    expect((await simulate({ seed: 3, plugins: [plugin] })).violations).toEqual([])
    expect(seen.size).toBeGreaterThan(0)
  })

  it('says so when a plugin never takes what it is owed', async () => {
    const plugin = definePlugin({
      id: 'deaf',
      deliveries: [
        {
          name: 'ear',
          on: ['request.submitted'],
          deliver: async () => ({ ok: false, class: 'recipient', reason: 'nobody there' }),
        },
      ],
      setup: () => ({}),
    })
    const { ok, violations } = await simulate({ seed: 3, plugins: [plugin] })
    expect(ok).toBe(false)
    expect(violations.map(({ invariant }) => invariant)).toEqual(expect.arrayContaining(['quiet', 'deliveries']))
  })

  it('tells what happened, line by line, when asked to', async () => {
    const quiet = await simulate({ seed: 7 })
    const told = await simulate({ seed: 7, trace: true })
    expect(quiet.trace).toEqual([])
    expect(told.trace.length).toBeGreaterThan(50)
    expect(told.hash).toBe(quiet.hash)
  })

  it('passes on what keeps it from beginning', async () => {
    const refuses = () => ({ ...memoryStorage(), open: () => Promise.reject(new Error('no disk')) })
    await expect(simulate({ seed: 1, storage: refuses })).rejects.toThrow('no disk')
  })
})
