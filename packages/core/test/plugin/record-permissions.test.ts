import { createHuiyin, memoryStorage } from '@huiyin/core'
import {
  type CommandOf,
  definePlugin,
  defineRecord,
  type PlacePermissions,
  type RecordKind,
  z,
} from '@huiyin/core/plugin'
import { cityActors as actors, cityGrid, seedCity } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../src/contracts/actor.js'

interface Lamp {
  readonly areaPath: string
  readonly requester: string
  readonly unit: string
}
const nothing = z.strictObject({})
const inputs = {
  hang: z.strictObject({ areaPath: z.string(), requester: z.string(), unit: z.string() }),
  ...{ mend: nothing, praise: nothing, paint: nothing, smash: nothing },
}
const path = `370281/370281001/370281001001/${cityGrid}/`
const kind: RecordKind<Lamp, CommandOf<typeof inputs>> = {
  type: 'lamps.lamp',
  decide: (_facts, { name, input }) => ({ events: [{ type: `lamps.${name}`, data: input }] }),
  evolve: (facts, { data }) => ({ ...facts, ...(data as Lamp) }),
  index: (facts) => ({ status: 'lit', open: true, createdAt: 0, ...facts }),
}
const lamp = defineRecord({
  kind,
  inputs,
  may: {
    ...{ hang: ['dispatcher'], mend: ['gridWorker', 'unit'], praise: ['requester'], paint: ['auditor'], smash: [] },
  },
})
const lamps = definePlugin({
  id: 'lamps',
  records: [lamp],
  setup: ({ records }) => ({
    run: (id: string, { name, ...input }: LampCommand, by: Actor) =>
      records.run(lamp, id, name, input as never, { by }),
  }),
})
const staff = (role: string, area?: string, unit?: string): Actor => ({
  id: 'staff-x',
  kind: 'staff',
  grants: [{ role, ...(area !== undefined && { area }), ...(unit !== undefined && { unit }) }],
})
type LampCommand = ({ readonly name: 'hang' } & Lamp) | { readonly name: 'mend' | 'praise' | 'paint' | 'smash' }
const hang: LampCommand = { name: 'hang', areaPath: path, requester: actors.resident.id, unit: 'housing' }

async function city(permissions: PlacePermissions = {}) {
  const huiyin = createHuiyin({ storage: memoryStorage(), plugins: [lamps], permissions })
  await huiyin.start()
  await seedCity(huiyin)
  const told = async (name: 'mend' | 'praise' | 'paint' | 'smash', by: Actor) => {
    const result = await huiyin.plugins.lamps.run('l-1', { name }, by)
    return result.ok ? 'ok' : result.refusal.code
  }
  return { huiyin, told, run: huiyin.plugins.lamps.run }
}

describe('a command on a record of a plugin', () => {
  it('that is not there yet takes a role over the whole city', async () => {
    const { run } = await city()
    expect(await run('l-1', hang, staff('dispatcher', '370281001'))).toMatchObject({
      ok: false,
      refusal: {
        code: 'command-not-permitted',
        details: { type: 'lamps.lamp', action: 'hang', needs: ['dispatcher'] },
      },
    })
    expect(await run('l-1', hang, actors.desk)).toMatchObject({ ok: true })
  })
  it('is for a role where the record lies, its unit, its resident, and the system', async () => {
    const { run, told } = await city()
    await run('l-1', hang, actors.desk)
    for (const by of [staff('gridWorker', cityGrid), staff('gridLead', '370281001'), actors.housing, actors.system])
      expect(await told('mend', by), by.id).toBe('ok')
    for (const by of [staff('gridWorker', '370281002'), actors.water, actors.desk, actors.resident])
      expect(await told('mend', by), by.id).toBe('command-not-permitted')
    expect(await told('praise', actors.resident)).toBe('ok')
    for (const by of [actors.neighbour, actors.chief, { ...actors.resident, kind: 'staff' } as const])
      expect(await told('praise', by), by.id).toBe('command-not-permitted')
  })
  it('that no table names is refused to everybody but the system', async () => {
    const { run, told } = await city()
    await run('l-1', hang, actors.desk)
    for (const by of [actors.desk, actors.systemAdmin, actors.resident])
      expect(await told('smash', by)).toBe('command-not-permitted')
    expect(await told('smash', actors.system)).toBe('ok')
  })
  it('is refused for both where roles exclude each other, naming them', async () => {
    const { run, told } = await city()
    await run('l-1', hang, actors.desk)
    const both = staff('auditor', '370281')
    expect(await told('paint', both)).toBe('ok')
    const joined = { ...both, grants: [...both.grants, { role: 'systemAdmin', area: '370281' }] }
    expect(await told('paint', joined)).toBe('roles-exclude-each-other')
  })
  it('is another’s where the place says so, and a name that is none is told', async () => {
    const { run, told } = await city({ 'lamps.lamp': { mend: ['supervisor'] } })
    await run('l-1', hang, actors.desk)
    expect(await told('mend', actors.chief)).toBe('ok')
    expect(await told('mend', staff('gridWorker', cityGrid))).toBe('command-not-permitted')
    await expect(city({ 'lamps.lmap': { mend: ['supervisor'] } })).rejects.toThrow('did you mean lamps.lamp')
    await expect(city({ 'lamps.lamp': { mned: ['supervisor'] } })).rejects.toThrow('did you mean mend')
    await expect(city({ 'lamps.lamp': { mend: ['coUnit'] } })).rejects.toThrow('unknown parties coUnit')
    const wrong = definePlugin({ ...lamps, permissions: { 'lamps.lapm': { mend: ['unit'] } } })
    expect(() => createHuiyin({ storage: memoryStorage(), plugins: [wrong] })).toThrow(
      'the permissions of plugin lamps name "lamps.lapm"',
    )
  })
  it('tells nothing of the record to whom it is not permitted', async () => {
    const { huiyin, run } = await city()
    await run('l-1', hang, actors.desk)
    for (const id of ['l-1', 'l-none'])
      expect(await run(id, { name: 'smash' }, actors.neighbour)).toMatchObject({
        refusal: { code: 'command-not-permitted' },
      })
    await huiyin.stop()
  })
})
