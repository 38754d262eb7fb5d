import {
  at,
  contextAt,
  dispatched,
  dispatcher,
  handler,
  handling,
  partner,
  resident,
  scenario,
  sealed,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { createAuthority } from '../authority/authority.js'
import { defaultPermissions, mergePermissions } from '../authority/permissions.js'
import { defaultRoles } from '../authority/roles.js'
import type { Actor, Grant } from '../contracts/actor.js'
import { decide } from './decide/index.js'

const town = '370281001'
const now = at('2022-01-04 10:00')
const staff = (...grants: Grant[]): Actor => ({ id: 'staff-1', kind: 'staff', grants })
const worker = (...more: Grant[]) => staff({ role: 'gridWorker', area: town }, ...more)
const withTable = (requests: object) => ({
  authority: createAuthority(defaultRoles, mergePermissions(defaultPermissions, { requests })),
})
const elsewhere = staff({ role: 'supervisor', area: '370282' })

function submitting(by: Actor, input: { requester?: string; splitFrom?: string } = {}, submit = ['anyone']) {
  const report = { channel: 'app', category: 'heating', area: town, description: sealed, person: {}, ...input }
  const decision = decide(undefined, { name: 'submit', input: report }, contextAt(now, by, withTable({ submit })))
  return 'refusal' in decision ? decision.refusal.details : 'permitted'
}

describe('a report', () => {
  it('is said to be a part of another by the system only', () => {
    for (const by of [resident, dispatcher, supervisor])
      expect(submitting(by, { splitFrom: 'q-0' })).toMatchObject({ needs: ['system'] })
    expect(submitting(system, { splitFrom: 'q-0', requester: 'res-1' })).toBe('permitted')
  })
  it('is made by a resident for themself, by staff for anybody', () => {
    expect(submitting(resident, { requester: 'res-9' })).toMatchObject({ needs: ['requester'] })
    expect(submitting(resident, { requester: resident.id })).toBe('permitted')
    expect(submitting(resident)).toBe('permitted')
    expect(submitting(dispatcher, { requester: 'res-9' })).toBe('permitted')
  })
  it('is made by whom the table of the place names, where they work', () => {
    const only = ['gridWorker', 'dispatcher']
    expect(submitting(worker(), {}, only)).toBe('permitted')
    expect(submitting(dispatcher, {}, only)).toBe('permitted')
    expect(submitting(system, {}, only)).toBe('permitted')
    for (const by of [resident, handler, elsewhere, staff({ role: 'gridWorker', area: '370281002' })])
      expect(submitting(by, {}, only)).toMatchObject({ action: 'submit', needs: only })
  })
  it('is made by residents only where the table says so', () => {
    expect(submitting(resident, {}, ['requester'])).toBe('permitted')
    expect(submitting(resident, { requester: 'res-9' }, ['requester'])).toMatchObject({ needs: ['requester'] })
    expect(submitting(worker(), {}, ['requester'])).toMatchObject({ needs: ['requester'] })
  })
})

it('a resident is told the same of a request that is not there as of somebody else’s', () => {
  const asked = (by: Actor, table = {}) => {
    const decision = decide(undefined, { name: 'urge', input: {} }, contextAt(now, by, withTable(table)))
    return 'refusal' in decision ? decision.refusal.code : undefined
  }
  const stranger = { ...resident, id: 'res-9' }
  expect(asked(stranger)).toBe(scenario().refusal(stranger, 'urge', {}))
  expect(asked(stranger)).toBe('not-permitted')
  expect(asked(dispatcher)).toBe('wrong-state')
  expect(asked(stranger, { urge: ['anyone'] })).toBe('wrong-state')
})

describe('a merger', () => {
  const other = (area: string) => ({ other: { ...scenario().facts, id: 'q-2', area } })
  it('goes only into a request that the desk may dispatch itself', () => {
    const desk = { ...dispatcher, grants: [{ role: 'dispatcher', area: town }] }
    expect(scenario().refusal(desk, 'merge', { into: 'q-2' }, other('370282'))).toBe('not-permitted')
    expect(scenario().refusal(desk, 'merge', { into: 'q-2' }, other(town))).toBeUndefined()
  })
  it('is made by a supervisor of both areas, not of one', () => {
    expect(scenario().refusal(supervisor, 'merge', { into: 'q-2' }, other('370282'))).toBe('not-permitted')
    expect(scenario().refusal(elsewhere, 'merge', { into: 'q-2' }, other('370282'))).toBe('not-permitted')
    expect(scenario().refusal(supervisor, 'merge', { into: 'q-2' }, other(town))).toBeUndefined()
  })
})

describe('an answer on the spot', () => {
  const answer = (by: Actor, unit?: string) => {
    const input = { text: sealed, ...(unit !== undefined && { unit }) }
    const decision = scenario().decide(by, { name: 'answerOnTheSpot', input })
    return 'refusal' in decision ? decision.refusal.details : 'permitted'
  }
  it('is given by a grid worker in the name of the responsible unit, or of one they handle for', () => {
    expect(answer(worker())).toBe('permitted')
    expect(answer(worker(), 'housing')).toBe('permitted')
    expect(answer(worker({ role: 'handler', unit: 'water' }), 'water')).toBe('permitted')
    const refused = { needs: ['dispatcher', 'unit'], units: ['water'] }
    expect(answer(worker(), 'water')).toMatchObject(refused)
    expect(answer(worker({ role: 'handler', unit: 'town' }), 'water')).toMatchObject(refused)
  })
  it('is given in the name of any unit by who dispatches', () => {
    expect(answer(dispatcher, 'water')).toBe('permitted')
  })
})

it('a unit that helps answers for itself only', () => {
  const asked = handling().do(handler, 'assignCoHandler', { unit: 'water' })
  const answer = { unit: 'water', text: sealed }
  expect(asked.refusal(partner, 'coReply', answer)).toBeUndefined()
  expect(asked.refusal(handler, 'coReply', answer)).toBe('not-permitted')
})

describe('an appeal', () => {
  const passedOn = () =>
    dispatched()
      .do(handler, 'returnBack', { reason: sealed })
      .do(dispatcher, 'dispatch', { unit: 'water' })
      .do(partner, 'claim', {})
  it('is made by a unit about what it is charged with, not about what another is', () => {
    const both = passedOn().at('2022-02-10 10:00').do(system, 'expire', { clock: 'resolve' })
    const { facts } = both
    expect(facts.breaches?.map(({ unit }) => unit)).toEqual(['water'])
    expect(both.refusal(handler, 'appeal', { about: 'overdue', reason: sealed })).toBe('not-permitted')
    expect(both.refusal(partner, 'appeal', { about: 'return', reason: sealed })).toBe('not-permitted')
    expect(both.refusal(partner, 'appeal', { about: 'overdue', reason: sealed })).toBeUndefined()
    expect(both.refusal(handler, 'appeal', { about: 'return', reason: sealed })).toBeUndefined()
    const ofTwo = { ...partner, grants: [{ role: 'handler', unit: 'town' }, ...partner.grants] }
    expect(both.refusal(ofTwo, 'appeal', { about: 'overdue', reason: sealed })).toBeUndefined()
  })
  it('about what nobody is charged with is answered by the law, not by who asks', () => {
    expect(passedOn().refusal(partner, 'appeal', { about: 'overdue', reason: sealed })).toBe('nothing-to-appeal')
  })
})

it('what core itself issues is issued by the system only', () => {
  const late = () => handling().at('2022-01-08 00:00')
  for (const by of [dispatcher, supervisor, handler, resident])
    expect(late().refusal(by, 'expire', { clock: 'resolve' })).toBe('not-permitted')
  expect(late().refusal(system, 'expire', { clock: 'resolve' })).toBeUndefined()
})
