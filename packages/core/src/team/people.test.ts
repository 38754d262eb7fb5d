import { describe, expect, it } from 'vitest'
import { admin, grids, scene, security, streetSecurity, system, worker } from '../../test/team-scenario.js'
import type { Actor } from '../contracts/actor.js'
import { refOf } from '../record/bucket.js'
import { createTeams } from './service.js'

const [grid, second, third] = grids as [string, string, string]
const by = { by: admin }
const serving = { member: 'p-1', role: 'gridAdviser', from: '2020-01-01', name: '王某', phone: '13800000000' } as const
const resident: Actor = { id: 'p-1', kind: 'resident', grants: [] }

async function setUp() {
  const parts = await scene()
  const teams = createTeams(parts)
  for (const each of [grid, second, third]) await teams.join(each, serving, by)
  const events = async () => {
    const rows = await parts.storage.history(refOf('team', grid), { after: 0, limit: 100 })
    return rows.map(({ bytes }) => bytes)
  }
  const texts = async (code: string) =>
    ((await parts.storage.load(refOf('team', code), { vault: true })).vault ?? []).map(({ value }) => value)
  return { teams, events, texts }
}

describe('what a team was given', () => {
  it('is given back to those who look after the grid, and the look is on record with its reason', async () => {
    const { teams, events } = await setUp()
    for (const actor of [security, worker, system]) {
      const looked = await teams.reveal(grid, { reason: '王某值守' }, { by: actor })
      expect(looked).toEqual({ ok: true, members: [serving] })
      const last = (await events()).at(-1) ?? ''
      expect(JSON.parse(last)).toMatchObject({ type: 'team.revealed', by: { id: actor.id } })
    }
    expect((await events()).join()).not.toMatch(/王某|1380000/)
  })

  it('is given to nobody else, and the team stays as it is', async () => {
    const { teams, events } = await setUp()
    const before = await events()
    for (const [code, actor] of [
      [grid, resident],
      [grid, admin],
      [third, streetSecurity],
    ] as const)
      expect(await teams.reveal(code, { reason: '好奇' }, { by: actor })).toMatchObject({
        ok: false,
        refusal: { code: 'team-reveal-not-permitted' },
      })
    expect(await events()).toEqual(before)
  })

  it('is read without what was erased', async () => {
    const { teams } = await setUp()
    await teams.leave(grid, { member: 'p-1', on: '2024-02-01' }, by)
    await teams.forget(grid, { member: 'p-1' }, { by: security })
    const { name: _name, phone: _phone, ...terms } = serving
    expect(await teams.reveal(grid, { reason: '核对' }, { by: security })).toEqual({
      ok: true,
      members: [{ ...terms, to: '2024-02-01' }],
    })
  })
})

describe('erasing a person', () => {
  it('reaches every team they ever served in, and says where they still serve', async () => {
    const { teams, texts } = await setUp()
    await teams.leave(grid, { member: 'p-1', on: '2024-02-01' }, by)
    await teams.leave(second, { member: 'p-1', on: '2024-02-01' }, by)
    const result = await teams.eraseOf('p-1', { by: security })
    expect([...result.erased].toSorted()).toEqual([grid, second])
    expect(result.refused).toMatchObject([{ grid: third, refusal: { code: 'member-still-serves' } }])
    expect([await texts(grid), await texts(second)]).toEqual([
      [null, null],
      [null, null],
    ])
    expect(await texts(third)).toEqual(['王某', '13800000000'])
    expect((await teams.eraseOf('p-1', { by: security })).erased).toEqual([])
    expect(await teams.eraseOf('p-none', { by: security })).toEqual({ erased: [], refused: [] })
  })

  it('passes over teams that the actor may not change, without a word', async () => {
    const { teams, texts } = await setUp()
    for (const each of [grid, third]) await teams.leave(each, { member: 'p-1', on: '2024-02-01' }, by)
    const result = await teams.eraseOf('p-1', { by: streetSecurity })
    expect(result.erased).toEqual([grid])
    expect(result.refused.map((each) => each.grid)).toEqual([second])
    expect(await texts(third)).toEqual(['王某', '13800000000'])
    expect(await teams.eraseOf('p-1', { by: worker })).toEqual({ erased: [], refused: [] })
  })
})
