import { describe, expect, it } from 'vitest'
import { grids } from './grids.ts'
import { formTeams, type TeamMember, teams } from './teams.ts'

function groupBy(key: 'grid' | 'member'): Map<string, TeamMember[]> {
  const groups = new Map<string, TeamMember[]>()
  for (const person of teams) {
    const group = groups.get(person[key])
    if (group === undefined) groups.set(person[key], [person])
    else group.push(person)
  }
  return groups
}

const byGrid = groupBy('grid')

describe('teams', () => {
  it('are 1+1+N in every grid: one lead, one full-time worker, at least one other', () => {
    expect(byGrid.size).toBe(1401)
    for (const { code } of grids) {
      const team = byGrid.get(code) ?? []
      expect(team.filter(({ role }) => role === 'gridLead')).toHaveLength(1)
      expect(team.filter(({ role, employment }) => role === 'gridWorker' && employment === 'fullTime')).toHaveLength(1)
      expect(team.length).toBeGreaterThan(2)
    }
  })

  it('name leads of buildings where people live in buildings and partners where there is business', () => {
    for (const { code, kind } of grids) {
      const roles = new Set(byGrid.get(code)?.map(({ role }) => role))
      expect(roles.has('buildingLead')).toBe(kind === 'residential')
      expect(roles.has('partner')).toBe(kind === 'business')
    }
  })

  it('employ grid workers only', () => {
    for (const { role, employment } of teams) expect(employment !== undefined).toBe(role === 'gridWorker')
  })

  it('share an adviser within a village-level unit and nobody else', () => {
    for (const [member, places] of groupBy('member')) {
      const [first] = places
      if (first?.role !== 'gridAdviser') expect(places, member).toHaveLength(1)
      expect(new Set(places.map(({ grid }) => grid.slice(0, 12))).size).toBe(1)
      expect(new Set(places.map(({ name, phone }) => name + phone)).size).toBe(1)
    }
  })

  it('serve since a day before the first request', () => {
    for (const { from } of teams) {
      expect(from).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      expect(from < '2022-01-01').toBe(true)
    }
  })

  it('carry telephone numbers that no network can dial, one each', () => {
    for (const { phone } of teams) expect(phone).toMatch(/^000-1\d{3}-\d{4}$/)
    const members = new Set(teams.map(({ member }) => member))
    expect(new Set(teams.map(({ phone }) => phone)).size).toBe(members.size)
  })

  it('are the same each time they are formed', () => {
    expect(formTeams(grids)).toEqual(teams)
  })
})
