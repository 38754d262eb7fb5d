import { type Actor, createHuiyin, memoryStorage } from '@huiyin/core'
import type { Storage } from '@huiyin/core/contracts'
import { type CommandOf, definePlugin, defineRecord, type RecordKind, z } from '@huiyin/core/plugin'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { describe, expect, it } from 'vitest'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

interface Partner {
  readonly requester: string
  readonly unit: string
  readonly areaPath: string
}
const inputs = { enrol: z.strictObject({ requester: z.string(), unit: z.string(), areaPath: z.string() }) }
const kind: RecordKind<Partner, CommandOf<typeof inputs>> = {
  type: 'partners.partner',
  decide: (_facts, { input }) => ({ events: [{ type: 'partners.enrolled', data: input }] }),
  evolve: (_facts, { data }) => data as Partner,
  index: (facts) => ({ status: 'enrolled', open: true, createdAt: 0, ...facts }),
}
const partner = defineRecord({ kind, inputs, may: { enrol: ['anyone'] } })
const plugin = definePlugin({
  id: 'partners',
  records: [partner],
  setup: ({ records }) => ({
    enrol: (id: string, index: Partial<Partner> = {}, by: Partial<Actor> = {}, key?: string) =>
      records.run(
        partner,
        id,
        'enrol',
        { requester: 'res-1', unit: 'housing', areaPath: '370281/370281001/', ...index },
        { by: { id: 'staff-1', kind: 'staff', grants: [], ...by }, key },
      ),
    members: () => Object.keys(records),
  }),
})

describe.each([
  ['memory', memoryStorage],
  ['SQLite', () => sqliteStorage({ path: ':memory:' })],
] as const)('what a plugin writes passes the gates of core, on %s', (_, storageOf) => {
  const city = async (storage: Storage = storageOf()) => {
    const huiyin = createHuiyin({ storage, plugins: [plugin] })
    await huiyin.start()
    return { huiyin, ...huiyin.plugins.partners }
  }

  it.each([
    ['its id', ['id'], ['13712348001']],
    ['its id', ['id'], ['p\u200b1']],
    ['the actor', ['options', 'by', 'id'], ['p-1', {}, { id: '0532-87208001' }]],
    ['its key', ['options', 'key'], ['p-1', {}, {}, '张三13712348001']],
    ['whose it is', ['index', 'requester'], ['p-1', { requester: '370282190101111017' }]],
    ['its unit', ['index', 'unit'], ['p-1', { unit: 'water\u3000works' }]],
    ['where it lies', ['index', 'areaPath'], ['p-1', { areaPath: '370281/37\u200b0281001/' }]],
  ] as const)('%s: nothing is written', async (_what, path, given) => {
    const { huiyin, enrol } = await city()
    const { events } = await huiyin.audit.verify({ by: system })
    await expect(enrol(...(given as unknown as Parameters<typeof enrol>))).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ path }],
    })
    expect((await huiyin.audit.verify({ by: system })).events).toBe(events)
    await huiyin.stop()
  })
  it('what has the form is written, and found', async () => {
    const { huiyin, enrol, members } = await city()
    expect(await enrol('p-1', {}, {}, 'enrol 1')).toMatchObject({ ok: true, version: 1 })
    expect(await huiyin.audit.verify({ by: system })).toMatchObject({ ok: true })
    expect(members()).toEqual(['explainDeadline', 'run', 'erase', 'read', 'texts', 'facts', 'events', 'find', 'each'])
    await huiyin.stop()
  })
})
