import { describe, expect, it } from 'vitest'
import { editionsIn } from '../../edition/editions.js'
import { requestPacking } from './request-packing.js'
import { packedMembers, withDefaults } from './usual-facts.js'

describe('the facts of a request as they are stored', () => {
  it('leave out lists that are empty and counts of 0, and have them again when they are read', () => {
    const facts = { id: 'q-1', returns: 0, transfers: 2, replies: [], urges: [5], preClosingCheck: false, open: false }
    const packed = packedMembers(facts)
    expect(packed).toEqual({ id: 'q-1', transfers: 2, urges: [5], open: false })
    expect(withDefaults(packed)).toMatchObject(facts)
  })
  it('have one order of members, however they came about', () => {
    expect(JSON.stringify(packedMembers({ unit: 1, area: 2 }))).toBe(
      JSON.stringify(packedMembers({ area: 2, unit: 1 })),
    )
  })
  it('keep what is empty where that is not the usual', () => {
    expect(packedMembers({ clocks: {}, returned: [], supervision: '0' })).toEqual({
      clocks: {},
      returned: [],
      supervision: '0',
    })
  })
  it('share no list with those of another request', () => {
    expect(withDefaults({})).not.toBe(withDefaults({}))
    expect((withDefaults({}) as { urges: object }).urges).not.toBe((withDefaults({}) as { urges: object }).urges)
  })
})

describe('a request that was stored before there were editions', () => {
  const packing = requestPacking({ ...editionsIn(undefined), refresh: async () => {} })
  const clock = { clock: 'resolve', dueAt: 5, warned: 0, policyVersion: 'p', calendarVersion: 'c' }
  it('is read as it is', () => {
    const facts = { id: 'q-1', clocks: { resolve: clock }, handed: [{ from: 'q-2', clock, instead: clock }] }
    expect(packing.unpackFacts(facts)).toMatchObject(facts)
    const data = {
      deadline: clock,
      handed: [{ from: 'q-2', clock }],
      progress: { status: 'handling', clocks: { resolve: clock } },
    }
    expect(packing.unpackEvent(data)).toEqual(data)
    expect(packing.unpackEvent({ reason: 'x' })).toEqual({ reason: 'x' })
  })
})
