import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admin, areas, streetAdmin, system, worker } from '../../test/team-scenario.js'
import { defaultAuthority } from '../authority/authority.js'
import type { DomainEvent } from '../record/record-kind.js'
import { type TeamCommand, teamKind } from './kind.js'
import { type Membership, overlap, samePlace, serves, type TeamFacts } from './team.js'

const grid = '370281001001001'
const now = Date.parse('2024-03-01T09:00:00+08:00')

/** A team walked through commands. */
function team() {
  let facts: TeamFacts | undefined
  let seq = 0
  const decide = (command: TeamCommand, by = admin) =>
    teamKind.decide(facts, command, { now, by, areas, authority: defaultAuthority })
  const walk = {
    get facts() {
      return facts as TeamFacts
    },
    get memberships() {
      return facts?.memberships ?? []
    },
    do(command: TeamCommand, by = admin) {
      const decision = decide(command, by)
      if ('refusal' in decision) throw new Error(decision.refusal.code)
      for (const event of decision.events) {
        facts = teamKind.evolve(facts, { ...event, seq: ++seq, at: now, by } as DomainEvent)
      }
      return walk
    },
    refusal(command: TeamCommand, by = admin) {
      const decision = decide(command, by)
      return 'refusal' in decision ? decision.refusal.code : undefined
    },
  }
  return walk
}

const lead = (member: string, from: string, to?: string): Membership => ({
  member,
  role: 'gridLead',
  from,
  ...(to !== undefined && { to }),
})
const join = (member: Membership): TeamCommand => ({ name: 'join', grid, member })
const leave = (member: string, on: string): TeamCommand => ({ name: 'leave', grid, member, on })
const replace = (member: string, on: string, by: string): TeamCommand => ({
  name: 'replace',
  grid,
  member,
  role: 'gridLead',
  on,
  successor: { member: by },
})

describe('the team of a grid', () => {
  it('is formed with several members at once and filed under the area of its grid', () => {
    const walk = team().do({
      name: 'form',
      grid,
      members: [lead('a', '2020-01-01'), { member: 'b', role: 'partner', from: '2020-01-01' }],
    })
    expect(walk.facts).toMatchObject({ grid, areaPath: `370281/370281001/370281001001/${grid}/`, createdAt: now })
    expect(teamKind.index(walk.facts)).toMatchObject({
      status: 'team',
      open: false,
      areaPath: walk.facts.areaPath,
      createdAt: now,
    })
  })

  it('has one lead at a time', () => {
    const walk = team().do(join(lead('a', '2020-01-01', '2021-01-01')))
    expect(walk.refusal(join(lead('b', '2020-12-31')))).toBe('grid-led-by-another')
    walk.do(join(lead('b', '2021-01-01')))
    expect(
      walk.refusal({
        name: 'form',
        grid,
        members: [lead('c', '2019-01-01', '2019-06-01'), lead('d', '2019-05-31', '2020-01-01')],
      }),
    ).toBe('grid-led-by-another')
  })

  it('lets nobody fill one place twice at a time, but several places', () => {
    const building = (name: string): Membership => ({
      member: 'a',
      role: 'buildingLead',
      building: name,
      from: '2020-01-01',
    })
    const walk = team()
      .do(join(building('1')))
      .do(join(building('2')))
      .do(join(lead('a', '2020-01-01')))
    expect(walk.refusal(join(building('1')))).toBe('membership-overlaps')
    expect(walk.memberships).toHaveLength(3)
  })

  it('hands the lead over without a day between and without two leads', () => {
    const walk = team()
      .do(join({ ...lead('a', '2020-01-01'), partySecretary: true }))
      .do(replace('a', '2024-01-01', 'b'))
    expect(walk.memberships).toEqual([
      { ...lead('a', '2020-01-01', '2024-01-01'), partySecretary: true },
      lead('b', '2024-01-01'),
    ])
  })

  it('refuses to replace somebody who does not serve', () => {
    expect(
      team()
        .do(join(lead('a', '2020-01-01')))
        .refusal(replace('z', '2024-01-01', 'b')),
    ).toBe('not-a-member')
  })

  it('ends every place of somebody who leaves, once', () => {
    const walk = team()
      .do(join(lead('a', '2020-01-01')))
      .do(join({ member: 'a', role: 'buildingLead', building: '1', from: '2021-01-01' }))
      .do(leave('a', '2022-01-01'))
    expect(walk.memberships.map(({ to }) => to)).toEqual(['2022-01-01', '2022-01-01'])
    expect(walk.do(leave('a', '2022-01-01')).memberships).toHaveLength(2)
    expect(walk.refusal(leave('a', '2023-01-01'))).toBe('not-a-member')
  })

  it('forgets a place left on the day it would have begun, which is free again', () => {
    const walk = team()
      .do(join(lead('a', '2020-01-01')))
      .do(leave('a', '2020-01-01'))
      .do(join(lead('b', '2020-01-01')))
    expect(walk.memberships.filter((each) => serves(each, '2020-01-01')).map(({ member }) => member)).toEqual(['b'])
  })

  it('is changed by admins of its area and the system only', () => {
    const walk = team()
    expect(walk.refusal(join(lead('a', '2020-01-01')), worker)).toBe('team-change-not-permitted')
    expect(walk.refusal(join(lead('a', '2020-01-01')), streetAdmin)).toBeUndefined()
    expect(walk.refusal(join(lead('a', '2020-01-01')), system)).toBeUndefined()
    const elsewhere = '370281002001001'
    expect(walk.refusal({ name: 'join', grid: elsewhere, member: lead('a', '2020-01-01') }, streetAdmin)).toBe(
      'team-change-not-permitted',
    )
  })

  it('is not formed for a grid nobody knows', () => {
    expect(team().refusal({ name: 'join', grid: '999', member: lead('a', '2020-01-01') })).toBe('grid-unknown')
  })

  it('is not formed for a county, a street or a community: only grids have teams', () => {
    for (const code of ['370281', '370281001', '370281001001'])
      expect(team().refusal({ name: 'join', grid: code, member: lead('a', '2020-01-01') })).toBe('grid-unknown')
  })

  it('can be wound up after its grid is gone', () => {
    const walk = team().do(join(lead('a', '2020-01-01')))
    const gone = { ...areas, has: () => false, isGrid: () => false }
    const decision = teamKind.decide(walk.facts, leave('a', '2024-01-01'), {
      now,
      by: streetAdmin,
      areas: gone,
      authority: defaultAuthority,
    })
    expect(decision).toMatchObject({ events: [{ type: 'team.left' }] })
    expect(
      teamKind.decide(walk.facts, join(lead('b', '2025-01-01')), {
        now,
        by: admin,
        areas: gone,
        authority: defaultAuthority,
      }),
    ).toMatchObject({
      refusal: { code: 'grid-unknown' },
    })
  })
})

describe('laws of teams', () => {
  const member = fc.constantFrom('a', 'b', 'c')
  const day = fc.constantFrom(...Array.from({ length: 9 }, (_, i) => `2024-01-0${i + 1}`))
  const command = fc.oneof(
    fc
      .record({
        member,
        role: fc.constantFrom('gridLead' as const, 'partner' as const),
        from: day,
        to: fc.option(day, { nil: undefined }),
      })
      .filter(({ from, to }) => to === undefined || from < to)
      .map(({ to, ...rest }) => join({ ...rest, ...(to !== undefined && { to }) })),
    fc.tuple(member, day).map(([who, on]) => leave(who, on)),
    fc.tuple(member, day, member).map(([who, on, by]) => replace(who, on, by)),
  )

  it('hold after any commands: one lead a day, no place filled twice, no term that ends before it begins', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        const walk = team()
        for (const each of commands) if (walk.refusal(each) === undefined) walk.do(each)
        for (const [position, a] of walk.memberships.entries()) {
          expect(a.to === undefined || a.from <= a.to).toBe(true)
          for (const b of walk.memberships.slice(position + 1)) {
            const bothLead = a.role === 'gridLead' && b.role === 'gridLead'
            if (samePlace(a, b) || bothLead) expect(overlap(a, b)).toBe(false)
          }
        }
      }),
    )
  })
})
