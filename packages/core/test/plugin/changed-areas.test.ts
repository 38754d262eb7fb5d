import { createHuiyin, memoryStorage } from '@huiyin/core'
import type { Storage } from '@huiyin/core/contracts'
import { type CommandOf, definePlugin, defineRecord, type RecordKind, z } from '@huiyin/core/plugin'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'

interface Lamp {
  readonly open: boolean
  readonly areaPath: string
}
const inputs = {
  hang: z.strictObject({ areaPath: z.string(), open: z.boolean() }),
  move: z.strictObject({ areaPath: z.string() }),
}
type LampKind = RecordKind<Lamp, CommandOf<typeof inputs>>

const lampKind: LampKind = {
  type: 'lamps.lamp',
  decide: (_facts, { name, input }) => ({ events: [{ type: `lamps.${name}`, data: input }] }),
  evolve: (facts, { data }) => ({ open: true, ...facts, ...(data as Partial<Lamp>) }) as Lamp,
  index: ({ open, areaPath }) => ({ status: 'lit', open, createdAt: 0, areaPath }),
  relocate: (_facts, { areaPath }) => ({ name: 'move', input: { areaPath } }),
}
const stoneKind: LampKind = { ...lampKind, type: 'lamps.stone', relocate: () => undefined }
const faultyKind: LampKind = {
  ...lampKind,
  type: 'lamps.faulty',
  relocate: () => {
    throw new Error('no idea')
  },
}
const may = { hang: ['anyone'], move: [] }
const lamp = defineRecord({ kind: lampKind, inputs, may })
const stone = defineRecord({ kind: stoneKind, inputs, may })
const faulty = defineRecord({ kind: faultyKind, inputs, may })
const plugin = definePlugin({
  id: 'lamps',
  // The faulty one goes first: it holds up nobody.
  records: [faulty, lamp, stone],
  setup: ({ records }) => ({
    hang: (kind: typeof lamp, id: string, areaPath: string, open = true) =>
      records.run(kind, id, 'hang', { areaPath, open }, { by: cityActors.desk }),
    pathOf: async (kind: typeof lamp, id: string) => (await records.facts(kind, id))?.facts.areaPath,
    within: async (within: string) => {
      const ids: string[] = []
      for await (const { id } of records.each(lamp, { within })) ids.push(id)
      return ids
    },
  }),
})

describe.each([
  ['memory', memoryStorage],
  ['SQLite', () => sqliteStorage({ path: ':memory:' })],
] as const)('records of plugins, on %s', (_, storageOf: () => Storage) => {
  it('follow a change of the areas when their kind says how; closed ones, and other kinds, stay', async () => {
    const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
    const warned: string[] = []
    const logger = { debug() {}, info() {}, error() {}, warn: (text: string) => void warned.push(text) }
    const huiyin = createHuiyin({ storage: storageOf(), platform: { clock }, plugins: [plugin], logger })
    await huiyin.start()
    await seedCity(huiyin)
    const { hang, pathOf, within } = huiyin.plugins.lamps
    const old = huiyin.areas.tree().path(cityGrid)
    const elsewhere = huiyin.areas.tree().path('370281001002')
    for (const kind of [faulty, lamp, stone]) await hang(kind, 'l-1', old)
    await hang(lamp, 'l-2', old, false)
    await hang(lamp, 'l-3', elsewhere)
    const to = '370281001001901'
    expect(await huiyin.areas.recode(cityGrid, { to }, { by: cityActors.systemAdmin })).toMatchObject({ ok: true })
    // One that a process brought to the old place afterwards follows too.
    await hang(lamp, 'l-4', old)
    clock.advance(6 * 60_000)
    await huiyin.tick()
    const now = huiyin.areas.tree().path(to)
    expect(await Promise.all(['l-1', 'l-4', 'l-2', 'l-3'].map((id) => pathOf(lamp, id)))).toEqual([
      now,
      now,
      old,
      elsewhere,
    ])
    expect((await within(now)).sort()).toEqual(['l-1', 'l-4'])
    expect([await pathOf(stone, 'l-1'), await pathOf(faulty, 'l-1')]).toEqual([old, old])
    expect(warned).toContain('A record did not follow a change of the areas')
    const { events } = await huiyin.audit.verify({ by: cityActors.system })
    clock.advance(6 * 60_000)
    await huiyin.tick()
    expect(await huiyin.audit.verify({ by: cityActors.system })).toMatchObject({ ok: true, events })
    await huiyin.stop()
  })
})
