import { describe, expect, it } from 'vitest'
import { admin, areas, grids, scene, streetAdmin, worker } from '../../test/team-scenario.js'
import { refOf } from '../record/bucket.js'
import type { TeamRow } from './input.js'
import { createTeams } from './service.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

const [grid, second, third] = grids as [string, string, string]
const by = { by: admin }
const security = { id: 'staff-security', kind: 'staff', grants: [{ role: 'securityAdmin', area: '*' }] } as const
const person = { name: '王某', phone: '13800000000' }

const rowsOf = (code: string): TeamRow[] => [
  { grid: code, member: `${code}-lead`, role: 'gridLead', from: '2020-01-01', ...person },
  { grid: code, member: `${code}-worker`, role: 'gridWorker', employment: 'fullTime', from: '2020-01-01', ...person },
  { grid: code, member: 'adviser', role: 'gridAdviser', from: '2020-01-01', ...person },
]
const rows = grids.flatMap(rowsOf)

async function setUp(more: object = {}) {
  const parts = await scene()
  const teams = createTeams({ ...parts, ...more })
  const stored = async (code: string) => {
    const { record, vault } = await parts.storage.load(refOf('team', code), { vault: true })
    const events = await parts.storage.history(refOf('team', code), { after: 0, limit: 100 })
    return { version: record?.version ?? 0, texts: JSON.stringify([record, events]), vault: vault ?? [] }
  }
  return { parts, teams, stored }
}

describe('importing teams', () => {
  it('forms the team of every grid', async () => {
    const { teams } = await setUp()
    expect(await teams.import(rows, by)).toEqual({ ok: true, teams: 3, joined: 9, unchanged: 0 })
    expect(await teams.check({ by: system })).toMatchObject({
      date: '2024-03-01',
      grids: 3,
      complete: 3,
      incomplete: [],
    })
  })

  it('changes nothing when the same rows come again, and only adds what is new', async () => {
    const { teams, stored } = await setUp()
    await teams.import(rows, by)
    const before = await stored(grid)
    expect(await teams.import(rows, by)).toEqual({ ok: true, teams: 3, joined: 0, unchanged: 9 })
    expect(await stored(grid)).toEqual(before)
    const more: TeamRow = { grid, member: 'p', role: 'partner', from: '2021-01-01', name: '李某' }
    expect(await teams.import([...rows, more], by)).toMatchObject({ ok: true, joined: 1, unchanged: 9 })
    // No text is kept twice, none without a membership that refers to it.
    expect((await stored(grid)).vault).toHaveLength(before.vault.length + 1)
  })

  it('tells rows that name a street instead of a grid', async () => {
    const { teams } = await setUp()
    const street: TeamRow = { grid: '370281001', member: 'a', role: 'partner', from: '2024-01-01' }
    expect(await teams.import([street], by)).toMatchObject({
      ok: false,
      errors: [{ code: 'grid-unknown', row: 1, path: ['grid'] }],
    })
    expect(await teams.of('370281001', { by: system })).toBeUndefined()
  })

  it('keeps names and phones out of records and events, in the vault of the person they are about', async () => {
    const { teams, stored } = await setUp()
    await teams.import(rows, by)
    const { texts, vault } = await stored(grid)
    expect(texts).not.toMatch(/王某|13800000000/)
    expect(vault).toHaveLength(6)
    expect(vault.filter(({ subject }) => subject === 'adviser').map(({ field, value }) => [field, value])).toEqual([
      ['name', '王某'],
      ['phone', '13800000000'],
    ])
  })

  it('tells every fault of every row and writes nothing', async () => {
    const { teams } = await setUp()
    const result = await teams.import(
      [
        ...rowsOf(grid),
        { grid: '999', member: 'a', role: 'partner', from: '2020-01-01' },
        { grid, member: 'rival', role: 'gridLead', from: '2020-06-01' },
        { grid, member: `${grid}-worker`, role: 'gridWorker', employment: 'partTime', from: '2023-01-01' },
        { grid, member: '13800000000', role: 'gridWorker', from: '2020-02-30' } as TeamRow,
        {
          grid: second,
          member: 'b',
          role: 'partner',
          employment: 'fullTime',
          building: '1',
          from: '2020-01-01',
          to: '2020-01-01',
        },
        null as unknown as TeamRow,
      ],
      by,
    )
    expect(result.ok).toBe(false)
    const faults = result.ok ? [] : result.errors.map(({ row, path, code }) => `${row} ${path.join('.')} ${code}`)
    expect(faults).toEqual([
      '4 grid grid-unknown',
      '5  grid-led-by-another',
      '6  membership-overlaps',
      '7 member wrong-form',
      '7 from wrong-form',
      '8 employment wrong-form',
      '8 building wrong-form',
      '8 to wrong-form',
      '9  wrong-form',
    ])
    for (const code of grids) expect(await teams.of(code, { by: system })).toBeUndefined()
  })

  it('holds the rows against the teams that are there', async () => {
    const { teams } = await setUp()
    await teams.import(rows, by)
    const result = await teams.import([{ grid, member: 'rival', role: 'gridLead', from: '2024-01-01' }], by)
    expect(result).toMatchObject({ ok: false, errors: [{ row: 1, code: 'grid-led-by-another' }] })
  })

  it('is for admins of all the grids in it', async () => {
    const { teams } = await setUp()
    expect(await teams.import(rows, { by: streetAdmin })).toMatchObject({
      ok: false,
      refusal: { code: 'team-change-not-permitted' },
      errors: [],
    })
    expect(await teams.import(rowsOf(grid), { by: streetAdmin })).toMatchObject({ ok: true })
    // Which grids there are, and what is wrong with rows, is told to nobody who could import none.
    expect(await teams.import(rowsOf('370281009'), { by: worker })).toMatchObject({
      refusal: { code: 'team-change-not-permitted', details: { grid: '370281009' } },
      errors: [],
    })
    const told = await teams.import(rowsOf('370281009'), { by: streetAdmin })
    expect(told).toMatchObject({ ok: false, errors: [1, 2, 3].map((row) => ({ row, code: 'grid-unknown' })) })
    // A refusal holds no personal data: it is logged, and sent to pages.
    expect(JSON.stringify(told)).not.toMatch(/王某|13800000000/)
    expect(await teams.of(third, { by: system })).toBeUndefined()
  })

  it('comes to the same when two import the same rows at once', async () => {
    const { teams } = await setUp()
    const results = await Promise.all([teams.import(rows, by), teams.import(rows, by)])
    expect(results.map((each) => each.ok)).toEqual([true, true])
    for (const code of grids) expect((await teams.of(code, { by: system }))?.memberships).toHaveLength(3)
  })
})

describe('a team in service', () => {
  it('tells who serves on a day, by role', async () => {
    const { teams } = await setUp()
    await teams.import(rows, by)
    await teams.leave(grid, { member: 'adviser', on: '2024-02-01' }, by)
    expect((await teams.whoServes(grid, { by: system, date: '2024-01-31' })).gridAdviser).toMatchObject([
      { member: 'adviser' },
    ])
    const serving = await teams.whoServes(grid, { by: system })
    expect(serving.gridAdviser).toEqual([])
    expect(serving.gridLead).toMatchObject([{ member: `${grid}-lead` }])
    expect((await teams.whoServes('999', { by: system })).gridLead).toEqual([])
  })

  it('lists its building leads in order of buildings', async () => {
    const { teams } = await setUp()
    for (const building of ['10号楼', '2号楼', '1号楼']) {
      await teams.join(grid, { member: `b-${building}`, role: 'buildingLead', building, from: '2024-01-01' }, by)
    }
    expect((await teams.buildingLeads(grid, { by: system })).map(({ building }) => building)).toEqual([
      '1号楼',
      '2号楼',
      '10号楼',
    ])
    expect(await teams.buildingLeads(grid, { by: system, date: '2023-12-31' })).toEqual([])
  })

  it('lets one person take over from another', async () => {
    const { teams, stored } = await setUp()
    await teams.import(rows, by)
    const input = {
      member: `${grid}-lead`,
      role: 'gridLead',
      on: '2024-03-01',
      successor: { member: 'new', name: '赵某' },
    } as const
    expect(await teams.replace(grid, input, by)).toMatchObject({ ok: true })
    expect((await teams.whoServes(grid, { by: system })).gridLead).toMatchObject([
      { member: 'new', from: '2024-03-01' },
    ])
    expect((await stored(grid)).vault.find(({ subject }) => subject === 'new')).toMatchObject({ value: '赵某' })
  })

  it('forgets name and phone of somebody who has left, and keeps that they served', async () => {
    const { teams, stored } = await setUp()
    await teams.import(rows, by)
    const member = `${grid}-worker`
    expect(await teams.forget(grid, { member }, { by: security })).toMatchObject({
      ok: false,
      refusal: { code: 'member-still-serves' },
    })
    await teams.leave(grid, { member, on: '2024-03-02' }, by)
    expect(await teams.forget(grid, { member }, { by: security })).toMatchObject({
      refusal: { code: 'member-still-serves' },
    })
    await teams.leave(grid, { member, on: '2024-03-01' }, by)
    expect(await teams.forget(grid, { member }, { by: worker })).toMatchObject({
      refusal: { code: 'team-change-not-permitted' },
    })
    const forgotten = await teams.forget(grid, { member }, { by: security })
    const own = forgotten.ok ? forgotten.team.memberships.filter((each) => each.member === member) : []
    expect(own).toEqual([{ member, role: 'gridWorker', employment: 'fullTime', from: '2020-01-01', to: '2024-03-01' }])
    const { vault, version } = await stored(grid)
    expect(vault.filter(({ value }) => value === null).map(({ subject }) => subject)).toEqual([member, member])
    expect(vault.filter(({ value }) => value !== null)).toHaveLength(4)
    await teams.forget(grid, { member }, { by: security })
    expect((await stored(grid)).version).toBe(version)
  })

  it('does a repeated command once', async () => {
    const { teams, stored } = await setUp()
    const input = { member: 'a', role: 'partner', from: '2024-01-01', ...person } as const
    const first = await teams.join(grid, input, { ...by, key: 'k' })
    expect(await teams.join(grid, input, { ...by, key: 'k' })).toEqual(first)
    expect((await stored(grid)).vault).toHaveLength(2)
    expect(await teams.join(grid, input, by)).toMatchObject({ ok: false, refusal: { code: 'membership-overlaps' } })
  })

  it('is not changed by those who merely serve', async () => {
    const { teams } = await setUp()
    const input = { member: 'a', role: 'partner', from: '2024-01-01' } as const
    expect(await teams.join(grid, input, { by: worker })).toMatchObject({
      refusal: { code: 'team-change-not-permitted' },
    })
  })

  it('refuses input of the wrong form before anything is read', async () => {
    const { teams } = await setUp()
    await expect(teams.join(grid, { member: 'a', role: 'gridWorker', from: '2024-01-01' }, by)).rejects.toThrow(
      /employment/,
    )
    await expect(
      teams.join(grid, { member: '370281190101011239', role: 'partner', from: '2024-01-01' }, by),
    ).rejects.toThrow(/citizen number/)
    await expect(teams.whoServes(grid, { by: system, date: '2024-02-30' })).rejects.toThrow(/existing day/)
    await expect(teams.import('rows' as never, by)).rejects.toThrow(/expected a list/)
  })
})

describe('holding teams against 1+1+N', () => {
  it('names the grids that are incomplete and what each lacks', async () => {
    const { teams } = await setUp()
    await teams.import(rows, by)
    await teams.leave(second, { member: `${second}-lead`, on: '2024-02-01' }, by)
    const check = await teams.check({ date: '2024-02-01' }, { by: system })
    expect(check).toMatchObject({
      grids: 3,
      complete: 2,
      incomplete: [{ grid: second, missing: [{ code: 'gridLead' }] }],
    })
    expect(await teams.check({ date: '2024-01-31' }, { by: system })).toMatchObject({ complete: 3 })
  })

  it('looks at one area only when asked to', async () => {
    const { teams } = await setUp()
    await teams.import(rows, by)
    expect(await teams.check({ within: '370281001' }, { by: system })).toMatchObject({ grids: 2, complete: 2 })
    await expect(teams.check({ within: '999' }, { by: system })).rejects.toThrow(/No area/)
  })

  it('counts grids that never had a team as incomplete when it is told which grids there are', async () => {
    const gridCodes = (within?: string) => grids.filter((code) => within === undefined || areas.isWithin(code, within))
    const { teams } = await setUp({ gridCodes })
    await teams.import(rowsOf(grid), by)
    const check = await teams.check({ within: '370281001' }, { by: system })
    expect(check).toMatchObject({ grids: 2, complete: 1, incomplete: [{ grid: second }] })
    expect(check.incomplete[0]?.missing).toHaveLength(3)
    expect(await teams.check({ by: system })).toMatchObject({ grids: 3, complete: 1 })
  })

  it('finds the team of a grid that has moved under another area since', async () => {
    const moved = { ...areas, has: () => true, path: (code: string) => `370281/370281002/${code}/` }
    const parts = await scene()
    await createTeams(parts).import(rowsOf(grid), by)
    const teams = createTeams({ ...parts, areas: () => moved, gridCodes: () => [grid] })
    expect(await teams.check({ within: '370281002' }, { by: system })).toMatchObject({ grids: 1, complete: 1 })
  })
})
