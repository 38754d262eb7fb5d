import type { HuiyinOptions } from '@huiyin/core'
import { createHuiyin, memoryStorage } from '@huiyin/core'
import { defaultAuthoriser, definePlugin, type LifecycleChange, type OwnCommand } from '@huiyin/core/plugin'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { ownCommand } from '../own-commands.js'

const lifecycle: LifecycleChange = { on: { reported: { inspect: {}, look: {} } } }
const declared = (name: string, who: OwnCommand['who']) => ({ ...ownCommand(name, who), event: `inspection.${name}` })
const plugin = definePlugin({
  id: 'inspection',
  lifecycle,
  commands: { inspect: declared('inspect', ['gridWorker']), look: declared('look', []) },
  setup: () => ({}),
})
const withoutSplit = { requests: { split: [] } } as const
const worker = { id: 'worker', kind: 'staff', grants: [{ role: 'gridWorker', area: cityGrid }] } as const

async function reported(options: Partial<HuiyinOptions>) {
  const platform = { clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')), ids: simulatedIds(1) }
  const huiyin = createHuiyin({ storage: memoryStorage(), platform, plugins: [plugin], ...options })
  await huiyin.start()
  await seedCity(huiyin)
  const report = { category: 'heating', area: cityGrid, description: '家中不热。' }
  const submitted = await huiyin.requests.submit('q-1', report, { by: actors.resident })
  if (!submitted.ok) throw new Error(submitted.refusal.message.en)
  return huiyin.requests
}
const create = (options: Partial<HuiyinOptions>) => () =>
  createHuiyin({ storage: memoryStorage(), plugins: [plugin], ...options })

describe('the tables of the place and of its plugins are one', () => {
  it.each([
    ['no table of its own', {}],
    ['a table of its own', { permissions: { requests: { dispatch: ['supervisor'] } } }],
    ['a table that takes something away', { permissions: withoutSplit }],
    ['a rule around the default one', { authorise: (...asked) => defaultAuthoriser(...asked) }],
  ] satisfies (readonly [string, Partial<HuiyinOptions>])[])(
    'a plugin keeps its permission under %s',
    async (_, options) => {
      const requests = await reported(options)
      expect(await requests.act('q-1', { command: 'inspect' }, { by: worker })).toMatchObject({ ok: true })
      expect(await requests.act('q-1', { command: 'inspect' }, { by: actors.desk })).toMatchObject({
        refusal: { code: 'not-permitted', details: { needs: ['gridWorker'], missing: 'role', area: cityGrid } },
      })
    },
  )
  it('the place has the last word on a command that both name', async () => {
    const requests = await reported({ permissions: { requests: { inspect: ['dispatcher'] } } })
    expect(await requests.act('q-1', { command: 'inspect' }, { by: worker })).toMatchObject({ ok: false })
    expect(await requests.act('q-1', { command: 'inspect' }, { by: actors.desk })).toMatchObject({ ok: true })
  })
  it('a command that no table names is refused to everybody but the system', async () => {
    const requests = await reported({})
    for (const by of [actors.desk, actors.chief, actors.systemAdmin, worker])
      expect(await requests.act('q-1', { command: 'look' }, { by })).toMatchObject({
        refusal: {
          details: { needs: [], missing: 'permission' },
          message: {
            zh: '您无权look；权限表未将其授予任何人。',
            en: 'You may not look; no table of permissions names it.',
          },
        },
      })
    expect(await requests.act('q-1', { command: 'look' }, { by: actors.system })).toMatchObject({ ok: true })
    const less = await reported({ permissions: withoutSplit })
    const parts = ['heating', 'other'].map((category) => ({ category, description: '一部分。' }))
    expect(await less.split('q-1', { parts }, { by: actors.desk })).toMatchObject({
      refusal: { code: 'not-permitted', details: { needs: [] } },
    })
  })
  it('a misspelt name is refused when Huiyin is created', () => {
    const misspelt = { requests: { dispach: ['gridWorker'] } } as const
    expect(create({ permissions: misspelt })).toThrow('the permissions name "dispach", which is not a command')
    expect(create({ permissions: { requests: { look: ['unit'] } } })).not.toThrow()
    const wrong = definePlugin({
      ...plugin,
      commands: { inspect: declared('inspect', ['gridWorkers']), look: declared('look', []) },
    })
    expect(create({ plugins: [wrong] })).toThrow('commands: inspect names the unknown parties gridWorkers')
  })
})

describe('one grant means the same everywhere', () => {
  it('a grant that says no area changes nothing, one of the whole city everything', async () => {
    const huiyin = createHuiyin({ storage: memoryStorage() })
    await huiyin.start()
    const nowhere = { id: 'staff-1', kind: 'staff', grants: [{ role: 'systemAdmin' }] } as const
    const whole = { id: 'staff-2', kind: 'staff', grants: [{ role: 'systemAdmin', area: '*' }] } as const
    const resident = { ...whole, kind: 'resident' } as const
    const county = [{ code: '370281', name: '试点市', level: 'county', parent: null }] as const
    const catalogue = {
      units: [{ id: 'centre', name: { zh: '中心', en: 'Centre' }, kind: 'department' }],
      categories: [],
      rules: [],
      fallback: 'centre',
    }
    const period = { from: '2022-01-01', to: '2022-02-01' }
    for (const by of [nowhere, resident]) {
      expect(await huiyin.areas.import(county, { by })).toMatchObject({
        refusal: { code: 'area-change-not-permitted' },
      })
      expect(await huiyin.catalogue.import(catalogue, { by })).toMatchObject({
        refusal: { code: 'catalogue-import-not-permitted' },
      })
      expect(await huiyin.evaluation.freeze('completionRate', { period }, { by })).toMatchObject({
        refusal: { code: 'freeze-not-permitted' },
      })
    }
    expect(await huiyin.areas.import(county, { by: whole })).toMatchObject({ ok: true })
    expect(await huiyin.areas.redraw('370281', { name: '新名' }, { by: nowhere })).toMatchObject({ ok: false })
    expect(await huiyin.areas.redraw('370281', { name: '新名' }, { by: resident })).toMatchObject({ ok: false })
    expect(await huiyin.catalogue.import(catalogue, { by: whole })).toMatchObject({ ok: true })
    const evaluator = { ...whole, grants: [{ role: 'evaluator', area: '*' }] }
    expect(await huiyin.evaluation.freeze('completionRate', { period }, { by: evaluator })).toMatchObject({ ok: true })
  })
  it('a system administrator of one root of several replaces no catalogue', async () => {
    const huiyin = createHuiyin({ storage: memoryStorage() })
    await huiyin.start()
    const whole = { id: 'staff-2', kind: 'staff', grants: [{ role: 'systemAdmin', area: '*' }] } as const
    const rows = ['370281', '370282'].map((code) => ({
      code,
      name: `县${code}`,
      level: 'county' as const,
      parent: null,
    }))
    expect(await huiyin.areas.import(rows, { by: whole })).toMatchObject({ ok: true })
    const data = {
      units: [{ id: 'centre', name: { zh: '中心', en: 'Centre' }, kind: 'department' }],
      categories: [],
      rules: [],
      fallback: 'centre',
    }
    const one = { ...whole, grants: [{ role: 'systemAdmin', area: '370281' }] }
    const both = { ...whole, grants: [...one.grants, { role: 'systemAdmin', area: '370282' }] }
    expect(await huiyin.catalogue.import(data, { by: one })).toMatchObject({
      refusal: { code: 'catalogue-import-not-permitted' },
    })
    expect(await huiyin.catalogue.import(data, { by: both })).toMatchObject({ ok: true })
  })
  it('a resident with grants of staff is not read to as staff', async () => {
    const requests = await reported({})
    const serving = { id: 'res-9', kind: 'resident', grants: actors.desk.grants } as const
    await expect(requests.forStaff('q-1', { by: serving })).rejects.toMatchObject({ code: 'not-found' })
    expect(await requests.dispatch('q-1', { by: serving }).catch((error: unknown) => error)).not.toMatchObject({
      ok: true,
    })
  })
})
