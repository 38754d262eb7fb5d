import {
  awaitingRating,
  dispatched,
  dispatcher,
  handler,
  handling,
  partner,
  resident,
  sealed,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'

const colleague = { ...handler, id: 'colleague' }
const taken = () => handling('2022-01-04 10:00').do(handler, 'assign', {})
const answered = () => taken().do(handler, 'reply', { text: sealed })

describe('a request in the hands of a person', () => {
  it('is taken by who issues it, handed on with a reason, and given back to nobody', () => {
    const walk = taken()
    expect(walk.facts.assignee).toBe('officer')
    expect(walk.do(handler, 'assign', { to: 'colleague', reason: sealed }).facts.assignee).toBe('colleague')
    expect(walk.do(colleague, 'assign', { to: null }).facts).not.toHaveProperty('assignee')
  })

  it('says in its event whose it is, whose it was, and in which unit', () => {
    const decision = taken().decide(handler, { name: 'assign', input: { to: 'colleague', reason: sealed } })
    expect(decision).toMatchObject({
      events: [
        { type: 'request.assigned', data: { unit: 'housing', from: 'officer', to: 'colleague', reason: sealed } },
      ],
    })
  })

  it('may be handed to a person before the unit has claimed it', () => {
    expect(dispatched().do(handler, 'assign', { to: 'colleague' }).do(handler, 'claim', {}).facts.assignee).toBe(
      'colleague',
    )
  })

  it('changes no deadline, no state and no owner', () => {
    const { clocks, status, owner } = handling('2022-01-04 10:00').facts
    expect(taken().facts).toMatchObject({ clocks, status, owner })
  })

  it('is still open to everybody of the unit: the order of the desk is no right', () => {
    const walk = taken().do(handler, 'assign', { to: 'colleague' })
    expect(walk.refusal(handler, 'reply', { text: sealed })).toBeUndefined()
  })

  it('is handed out by the unit in charge alone', () => {
    for (const by of [partner, dispatcher, supervisor, resident])
      expect(handling().refusal(by, 'assign', { to: 'colleague' })).toBe('not-permitted')
  })

  it('stays theirs while it is suspended, checked, not passed, and rectified in the same unit', () => {
    const suspended = taken().do(handler, 'suspend', { reasonCode: 'season' })
    expect(suspended.facts.assignee).toBe('officer')
    expect(suspended.do(handler, 'resume', {}).facts.assignee).toBe('officer')
    expect(answered().facts.assignee).toBe('officer')
    expect(answered().do(resident, 'rate', { grade: 1 }).facts).toMatchObject({
      status: 'rectifying',
      assignee: 'officer',
    })
    const checked = taken().do(supervisor, 'supervise', {}).do(handler, 'reply', { text: sealed })
    expect(checked.do(supervisor, 'check', { passed: false }).facts).toMatchObject({
      status: 'handling',
      assignee: 'officer',
    })
  })

  it.each([
    ['another unit gets it', () => taken().do(handler, 'transfer', { unit: 'water' })],
    ['the unit returns it', () => taken().do(handler, 'returnBack', { reason: sealed })],
    [
      'the unit does not claim it in time',
      () =>
        dispatched('2022-01-04 10:00')
          .do(handler, 'assign', {})
          .at('2022-01-05 18:00')
          .do(system, 'expire', { clock: 'claim' }),
    ],
    ['it is closed', () => answered().do(resident, 'rate', { grade: 5 })],
    ['it is closed by order', () => taken().do(supervisor, 'forceClose', { reason: sealed })],
    ['the resident withdraws it', () => taken().do(resident, 'withdraw', {})],
  ])('is nobody’s any longer once %s', (_when, walked) => {
    expect(walked().facts).not.toHaveProperty('assignee')
  })

  it('begins with nobody when it is handled again after it was closed: who had it may have left', () => {
    const again = answered().do(resident, 'rate', { grade: 5 }).do(supervisor, 'reopen', { reason: sealed })
    expect(again.facts).toMatchObject({ status: 'rectifying' })
    expect(again.facts).not.toHaveProperty('assignee')
    expect(again.do(handler, 'assign', {}).facts.assignee).toBe('officer')
  })

  it('is assigned while the unit has to move, and not while others do', () => {
    expect(awaitingRating().refusal(handler, 'assign', {})).toBe('wrong-state')
  })
})
