import { describe, expect, it } from 'vitest'
import type { Actor, Grant } from '../contracts/actor.js'
import { coversArea, grantsOf, holdsOver, holdsOverAll, unitsOf } from './grants.js'

const areas = { isWithin: (code: string, ancestor: string) => code.startsWith(ancestor) }
const staff = (...grants: Grant[]): Actor => ({ id: 's', kind: 'staff', grants })

describe('a grant', () => {
  it('is held over the area it names and what lies below, and nowhere when it names none', () => {
    expect(coversArea({ role: 'admin', area: '370281' }, '370281001', areas)).toBe(true)
    expect(coversArea({ role: 'admin', area: '370281001' }, '370281', areas)).toBe(false)
    expect(coversArea({ role: 'admin' }, '370281', areas)).toBe(false)
    expect(coversArea({ role: 'admin', unit: 'housing' }, '370281', areas)).toBe(false)
    expect(coversArea({ role: 'admin', area: '*' }, 'anywhere', areas)).toBe(true)
    // Where no area is named the tree is not even asked.
    expect(coversArea({ role: 'admin' }, '370281', { isWithin: () => true })).toBe(false)
  })
  it('counts for staff only: not for a resident, nor for the system, which needs none', () => {
    const grants = [{ role: 'admin', area: '*' }]
    expect(grantsOf({ id: 'r', kind: 'resident', grants })).toEqual([])
    expect(grantsOf({ id: 'system', kind: 'system', grants })).toEqual([])
    expect(holdsOver({ id: 'r', kind: 'resident', grants }, 'admin', '370281', areas)).toBe(false)
    expect(holdsOver(staff(...grants), 'admin', '370281', areas)).toBe(true)
    expect(holdsOver(staff(...grants), 'supervisor', '370281', areas)).toBe(false)
  })
  it('covers the whole city when it covers every root, or says so', () => {
    const county = { role: 'admin', area: '370281' }
    expect(holdsOverAll(staff(county), 'admin', ['370281'], areas)).toBe(true)
    expect(holdsOverAll(staff(county), 'admin', ['370281', '370282'], areas)).toBe(false)
    expect(holdsOverAll(staff(county, { role: 'admin', area: '370282' }), 'admin', ['370281', '370282'], areas)).toBe(
      true,
    )
    expect(holdsOverAll(staff(county), 'admin', [], areas)).toBe(false)
    expect(holdsOverAll(staff({ role: 'admin', area: '*' }), 'admin', [], areas)).toBe(true)
    expect(holdsOverAll(staff(county, { role: 'admin', area: '*' }), 'admin', [], areas)).toBe(true)
    expect(holdsOverAll(staff({ role: 'supervisor', area: '*' }), 'admin', [], areas)).toBe(false)
  })
  it('of a unit counts everywhere, or in the area that it names besides', () => {
    expect(unitsOf(staff({ role: 'handler', unit: 'housing' }), '370281', areas)).toEqual(['housing'])
    const inTown = staff({ role: 'handler', unit: 'housing', area: '370281001' })
    expect(unitsOf(inTown, '370281001001', areas)).toEqual(['housing'])
    expect(unitsOf(inTown, '370281002', areas)).toEqual([])
    expect(unitsOf(staff({ role: 'handler' }, { role: 'supervisor', unit: 'housing' }), '370281', areas)).toEqual([])
  })
})
