import { describe, expect, it } from 'vitest'
import type { Actor, Grant } from '../contracts/actor.js'
import { createAuthority, defaultAuthority } from './authority.js'
import { coversArea } from './grants.js'
import { defaultPermissions, mergePermissions } from './permissions.js'
import { defaultRoles, type Roles } from './roles.js'

const areas = { isWithin: (code: string, ancestor: string) => code.startsWith(ancestor) }
const staff = (...grants: Grant[]): Actor => ({ id: 's', kind: 'staff', grants })
const { grantsOf, holdsOver, mayIn, mayInAll, unitsOf } = defaultAuthority
const imports = (by: Actor, codes: readonly string[]) => mayInAll(by, 'catalogue', 'import', codes, areas)

describe('a grant', () => {
  it('is held over the area it names and what lies below, and nowhere when it names none', () => {
    expect(coversArea({ role: 'systemAdmin', area: '370281' }, '370281001', areas)).toBe(true)
    expect(coversArea({ role: 'systemAdmin', area: '370281001' }, '370281', areas)).toBe(false)
    expect(coversArea({ role: 'systemAdmin' }, '370281', areas)).toBe(false)
    expect(coversArea({ role: 'systemAdmin', unit: 'housing' }, '370281', areas)).toBe(false)
    expect(coversArea({ role: 'systemAdmin', area: '*' }, 'anywhere', areas)).toBe(true)
    // Where no area is named the tree is not even asked.
    expect(coversArea({ role: 'systemAdmin' }, '370281', { isWithin: () => true })).toBe(false)
  })
  it('counts for staff only: not for a resident, nor for the system, which needs none', () => {
    const grants = [{ role: 'systemAdmin', area: '*' }]
    expect(grantsOf({ id: 'r', kind: 'resident', grants })).toEqual([])
    expect(grantsOf({ id: 'system', kind: 'system', grants })).toEqual([])
    expect(holdsOver({ id: 'r', kind: 'resident', grants }, 'systemAdmin', '370281', areas)).toBe(false)
    expect(holdsOver(staff(...grants), 'systemAdmin', '370281', areas)).toBe(true)
    expect(holdsOver(staff(...grants), 'supervisor', '370281', areas)).toBe(false)
    expect(imports({ id: 'system', kind: 'system', grants: [] }, [])).toBe(true)
  })
  it('covers the whole city when it covers every root, or says so', () => {
    const county = { role: 'systemAdmin', area: '370281' }
    expect(imports(staff(county), ['370281'])).toBe(true)
    expect(imports(staff(county), ['370281', '370282'])).toBe(false)
    expect(imports(staff(county, { role: 'systemAdmin', area: '370282' }), ['370281', '370282'])).toBe(true)
    expect(imports(staff(county), [])).toBe(false)
    expect(imports(staff({ role: 'systemAdmin', area: '*' }), [])).toBe(true)
    expect(imports(staff(county, { role: 'systemAdmin', area: '*' }), [])).toBe(true)
    expect(imports(staff({ role: 'supervisor', area: '*' }), [])).toBe(false)
  })
  it('of a unit counts everywhere, or in the area that it names besides', () => {
    expect(unitsOf(staff({ role: 'handler', unit: 'housing' }), 'handler', '370281', areas)).toEqual(['housing'])
    const inTown = staff({ role: 'handler', unit: 'housing', area: '370281001' })
    expect(unitsOf(inTown, 'handler', '370281001001', areas)).toEqual(['housing'])
    expect(unitsOf(inTown, 'handler', '370281002', areas)).toEqual([])
    const neither = staff({ role: 'handler' }, { role: 'supervisor', unit: 'housing' })
    expect(unitsOf(neither, 'handler', '370281', areas)).toEqual([])
  })
  it('of a role that includes another is a grant of that one too, where it is held', () => {
    const lead = staff({ role: 'gridLead', area: '370281001001' })
    expect(holdsOver(lead, 'gridWorker', '370281001001', areas)).toBe(true)
    expect(holdsOver(lead, 'gridWorker', '370281002', areas)).toBe(false)
    expect(holdsOver(staff({ role: 'gridWorker', area: '370281' }), 'gridLead', '370281', areas)).toBe(false)
    expect(unitsOf(staff({ role: 'unitHead', unit: 'housing' }), 'handler', '370281', areas)).toEqual(['housing'])
    expect(unitsOf(staff({ role: 'handler', unit: 'housing' }), 'unitHead', '370281', areas)).toEqual([])
  })
  it('of a role that nobody has declared gives nothing', () => {
    expect(mayIn(staff({ role: 'everything', area: '*' }), 'areas', 'import', '370281', areas)).toBe(false)
    expect(mayIn(staff({ role: 'toString', area: '*' }), 'toString', 'valueOf', '370281', areas)).toBe(false)
  })
})

describe('the three administrators exclude each other', () => {
  const three = ['systemAdmin', 'securityAdmin', 'auditor'] as const
  const pairs = three.flatMap((one) => three.filter((other) => other !== one).map((other) => [one, other] as const))

  it.each(pairs)('%s and %s held by one give nothing, and the refusal names both', (one, other) => {
    const joined = staff(
      { role: one, area: '370281' },
      { role: other, area: '370282' },
      { role: 'dispatcher', area: '*' },
    )
    expect(holdsOver(joined, one, '370281', areas)).toBe(false)
    expect(holdsOver(joined, other, '370282', areas)).toBe(false)
    expect(holdsOver(joined, 'dispatcher', '370281', areas)).toBe(true)
    const refusal = defaultAuthority.exclusion(joined, [one])
    expect(refusal).toMatchObject({ code: 'roles-exclude-each-other', details: { actor: 's', roles: [one, other] } })
    for (const role of [one, other]) {
      expect(refusal?.message.zh).toContain(defaultRoles[role].title.zh)
      expect(refusal?.message.en).toContain(defaultRoles[role].title.en)
    }
    expect(defaultAuthority.exclusion(joined, ['dispatcher'])).toBeUndefined()
  })
  it('one alone, over several areas, is excluded by nothing', () => {
    const one = staff({ role: 'auditor', area: '370281' }, { role: 'auditor', area: '370282' })
    expect(holdsOver(one, 'auditor', '370282001', areas)).toBe(true)
    expect(defaultAuthority.exclusion(one, ['auditor'])).toBeUndefined()
  })
})

describe('roles of a place', () => {
  const roles: Roles = {
    ...defaultRoles,
    inspector: {
      title: { zh: '巡查员', en: 'an inspector' },
      held: 'area',
      includes: ['gridLead'],
      excludes: ['handler'],
    },
    volunteer: { title: { zh: '志愿者', en: 'a volunteer' }, held: 'person' },
  }
  const authority = createAuthority(
    roles,
    mergePermissions(defaultPermissions, { teams: { join: ['inspector'], read: ['volunteer', 'anyone'] } }),
  )
  it('include what theirs include, and exclude in both directions', () => {
    const inspector = staff({ role: 'inspector', area: '370281' })
    expect(authority.holdsOver(inspector, 'gridWorker', '370281001', areas)).toBe(true)
    expect(authority.mayIn(inspector, 'teams', 'join', '370281001', areas)).toBe(true)
    const both = staff({ role: 'handler', unit: 'water' }, ...inspector.grants)
    expect(authority.grantsOf(both)).toEqual([])
    expect(authority.exclusion(both, ['gridWorker'])).toMatchObject({ details: { roles: ['handler', 'inspector'] } })
  })
  it('may be held by the person alone', () => {
    expect(authority.heldAt('volunteer')).toBe('person')
    expect(authority.mayIn(staff({ role: 'volunteer' }), 'teams', 'read', '370281', areas)).toBe(true)
    expect(authority.titleOf('volunteer')).toEqual({ zh: '志愿者', en: 'a volunteer' })
    expect(authority.needed('teams', 'join')).toEqual({
      needs: ['inspector'],
      who: { zh: '巡查员', en: 'an inspector' },
    })
  })
  it('replace an entry of the table and leave the others', () => {
    expect(authority.parties('teams', 'join')).toEqual(['inspector'])
    expect(authority.parties('teams', 'leave')).toEqual(['systemAdmin'])
    expect(authority.parties('teams', 'dance')).toEqual([])
    expect(authority.needed('teams', 'dance').who.en).toBe('a permission that no table names')
  })
})
