import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findings } from './report.ts'
import { simulate } from './simulate.ts'

const from = '2022-01-01'

async function city(storage: Parameters<typeof simulate>[0]['storage'], seed: number) {
  const simulation = await simulate({ storage, seed, count: 250, from, to: '2022-02-15' })
  const found = await findings(simulation, seed, { from, to: '2022-02-16' })
  await simulation.huiyin.stop()
  return { ...found, commands: simulation.commands }
}

describe('the simulated city', () => {
  it('gives the same report and the same digest for the same seed, on memory and on SQLite', async () => {
    const inMemory = await city(memoryStorage(), 7)
    const onSqlite = await city(sqliteStorage({ path: ':memory:' }), 7)
    expect(onSqlite.report).toEqual(inMemory.report)
    expect(onSqlite.commands).toEqual(inMemory.commands)
    expect((await city(memoryStorage(), 8)).report.digest).not.toBe(inMemory.report.digest)
  })

  it('gives the same file for the same seed, byte for byte', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'huiyin-city-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const files = await Promise.all(
      ['one.db', 'other.db'].map(async (name) => {
        const path = join(folder, name)
        await city(sqliteStorage({ path, synchronous: 'OFF', unsafe: true, ballast: 0 }), 7)
        return readFileSync(path)
      }),
    )
    expect(files[0]?.equals(files[1] as Buffer)).toBe(true)
  })

  it('lets commands about different requests share writes', async () => {
    const memory = memoryStorage()
    let changed = 0
    let writes = 0
    const commit: typeof memory.commit = (changes, within) => {
      const requests = changes.filter(({ type }) => type === 'request').length
      changed += requests
      writes += Math.min(requests, 1)
      return memory.commit(changes, within)
    }
    // As busy as the demo: some thirty reports a day.
    await simulate({ storage: { ...memory, commit }, seed: 7, count: 250, from: '2022-01-04', to: '2022-01-11' })
    // Who brings a picture attaches it after the report, a little later than the others go on.
    expect(changed / writes).toBeGreaterThan(2.5)
  })

  it('reports figures that add up', async () => {
    const { report, byUnit, overdue, commands } = await city(memoryStorage(), 7)
    expect(report).toMatchObject({ grids: 1401, teamsComplete: 1401 })
    const sum = (
      lines: readonly { accepted: number; completed: number; overdue: number }[],
      of: 'accepted' | 'completed' | 'overdue',
    ) => lines.reduce((total, line) => total + line[of], 0)
    expect(sum(report.byStreet, 'accepted')).toBe(report.accepted)
    expect(sum(report.byStreet, 'completed')).toBe(report.completed)
    expect(sum(byUnit, 'accepted')).toBe(report.accepted)
    expect(sum(byUnit, 'overdue')).toBe(overdue)
    expect(report.completionRate).toBe(Math.round((report.completed * 10_000) / report.accepted) / 100)
    // Every request is somewhere; parts of split ones are requests of their own.
    const all = Object.values(report.byStatus).reduce((total, n) => total + n, 0)
    expect(all).toBe(250 + 2 * (report.byStatus.split ?? 0))
    // What came up is what the facts say of what was commanded.
    expect(report.uses).toMatchObject({
      numbers: all,
      supplements: commands.get('supplement') ?? 0,
      reveals: commands.get('reveal') ?? 0,
      reopenAsks: commands.get('askReopen') ?? 0,
      reopened: (commands.get('decideReopen granted') ?? 0) + (commands.get('reopen') ?? 0),
    })
    for (const [name, count] of Object.entries(report.uses)) expect(count, name).toBeGreaterThan(0)
  })
})
