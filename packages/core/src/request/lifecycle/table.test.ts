import { contextAt, handling, scenario, system } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { issued } from '../../../test/own-commands.js'
import { conditions } from '../rules/conditions.js'
import { laws } from '../rules/index.js'
import { defaultLifecycle } from './default.js'
import { isChecked, isEnd, isRectified, isWorkedOn, type OpenState, stateOf } from './definition.js'
import { lifecycleDiagram } from './diagram.js'
import { extendLifecycle, type LifecycleChange } from './extend.js'
import { lifecycleTable } from './table.js'

const tableOf = (change: LifecycleChange = {}) =>
  lifecycleTable(extendLifecycle(defaultLifecycle, change), laws, conditions)
const title = { zh: '测试', en: 'test' }

describe('the table of a lifecycle', () => {
  it('names the commands a person may issue in a state, and none that core issues itself', () => {
    expect(tableOf().commands('reported')).toEqual([
      ...['attach', 'supplement', 'note', 'reveal', 'urge', 'supervise', 'appeal', 'reviewAppeal'],
      ...['dispatch', 'answerOnTheSpot', 'decline', 'void', 'withdraw', 'merge', 'split', 'reclassify', 'correct'],
    ])
    expect(tableOf().commands('merged')).toEqual(['unmerge', 'rate', 'appeal', 'reviewAppeal'])
    expect(tableOf().commands('declined')).toEqual([])
    expect(tableOf().commands('nowhere')).toEqual([])
    const own = { on: { declined: { warning: {}, 'echo-back': {}, relayed: {}, prewarn: {} } } }
    expect(tableOf(own).commands('declined')).toEqual(['warning', 'echo-back', 'relayed', 'prewarn'])
  })
  it('says of each state whether it is open, what it is called and what is said last', () => {
    const table = tableOf()
    expect([table.isOpen('handling'), table.isOpen('closed'), table.isOpen('nowhere')]).toEqual([true, false, false])
    const last = { en: 'Your request is closed. Thank you for keeping watch.' }
    const closed = { title: { zh: '已结案', en: 'closed' }, step: 'end', echo: last }
    expect(table.standing({ status: 'closed', open: false, end: 'closed' })).toMatchObject(closed)
    expect(table.standing({ status: 'handling', open: true })).toEqual({
      title: table.titleOf('handling'),
      step: 'handle',
    })
    // States that it does not have: an end of the same kind, or neutral words; never the name.
    expect(table.standing({ status: 'archived', open: false, end: 'closed' })).toMatchObject(closed)
    expect(table.standing({ status: 'archived', open: false, end: 'archived' })).toEqual({
      title: { zh: '已终结', en: 'ended' },
      step: 'end',
    })
    expect(table.standing({ status: 'archived', open: false })).toMatchObject({ title: { en: 'ended' } })
    // An open state now, an end when the request came to it; and two ends of one kind.
    expect(table.standing({ status: 'handling', open: false, end: 'closed' })).toMatchObject(closed)
    const second = tableOf({ states: { archived: { title, end: 'closed', echo: title } } })
    expect(second.standing({ status: 'archived', open: false, end: 'closed' })).toMatchObject({ title, echo: title })
    const open = { title: { zh: '办理中', en: 'in progress' }, step: 'handle' }
    expect(table.standing({ status: 'verifying', open: true })).toEqual(open)
    expect(table.standing({ status: 'closed', open: true })).toEqual(open)
    expect(table.titleOf('handling').en).toBe('claimed, being handled')
    expect(table.titleOf('nowhere')).toEqual({ zh: 'nowhere', en: 'nowhere' })
    expect(table.state('toString')).toBeUndefined()
  })
  it('refuses what a state does not know, with what it does', () => {
    expect(tableOf().wrongState('rate', 'declined')).toMatchObject({
      code: 'wrong-state',
      details: { action: 'rate', status: 'declined', allowed: [] },
    })
    const { facts, now } = handling()
    const step = (status: string) =>
      tableOf().step({ ...facts, status }, { name: 'claim', input: {} }, contextAt(now, system))
    expect(step('handling')).toMatchObject({ refusal: { code: 'wrong-state' } })
    expect(step('nowhere')).toMatchObject({ refusal: { code: 'wrong-state', details: { allowed: [] } } })
  })
  it('takes the first branch whose condition holds, and stays where it names no state', () => {
    const table = tableOf({
      on: { reported: { look: [{ when: 'underWay', target: 'closed' }, { target: 'declined' }, {}], note: {} } },
    })
    const step = (walk: ReturnType<typeof scenario>, command: string) =>
      table.step(
        { ...walk.facts, status: 'reported' },
        { name: 'act', input: issued(command) },
        contextAt(walk.now, system),
      )
    expect(step(scenario(), 'look')).toMatchObject({ target: 'declined' })
    expect(step(handling(), 'look')).toMatchObject({ target: 'closed' })
    expect(step(scenario(), 'note')).toMatchObject({ target: 'reported' })
  })
})

describe('what a state is', () => {
  const named = (holds: (state: ReturnType<typeof stateOf>) => boolean) =>
    Object.keys(defaultLifecycle.states).filter((name) => holds(stateOf(defaultLifecycle, name)))
  it('is read from its commands and its step, whatever a place calls it', () => {
    expect(named(isChecked)).toEqual(['checking'])
    expect(named(isRectified)).toEqual(['rectifying'])
    expect(named(isWorkedOn)).toEqual([
      ...['reported', 'dispatched', 'offered', 'unclaimed', 'reassigning', 'handling', 'suspended', 'rectifying'],
    ])
    for (const holds of [isChecked, isRectified, isWorkedOn]) expect(holds(undefined)).toBe(false)
    const end = { title, end: 'closed', echo: title, on: { check: {} }, step: 'rectify' }
    for (const holds of [isChecked, isRectified, isWorkedOn]) expect(holds(end as never)).toBe(false)
    expect(isEnd(end)).toBe(true)
  })
})

describe('a changed lifecycle', () => {
  it('keeps what it does not name, and is told apart from the one it came from', () => {
    expect(extendLifecycle(defaultLifecycle, {})).toEqual({ ...defaultLifecycle, name: 'closed-loop/1+' })
    const named = { name: 'ours', initial: 'handling', continuing: ['resolve', 'survey'], everywhere: { look: {} } }
    const ours = extendLifecycle(defaultLifecycle, named)
    expect(ours).toMatchObject({ name: 'ours', initial: 'handling', continuing: ['resolve', 'rectify', 'survey'] })
    expect(ours.everywhere).toEqual({ ...defaultLifecycle.everywhere, look: {} })
  })
  it('has entries added, replaced and taken away one by one', () => {
    const on = { dispatched: { look: {}, claim: { target: 'closed' }, merge: null } }
    const before = defaultLifecycle.states.dispatched as OpenState
    const { merge: _, ...rest } = before.on
    expect(stateOf(extendLifecycle(defaultLifecycle, { on }), 'dispatched')).toEqual({
      ...before,
      on: { ...rest, look: {}, claim: { target: 'closed' } },
    })
  })
  it('is drawn with its states, its ways and the conditions on them', () => {
    const drawn = lifecycleDiagram(extendLifecycle(defaultLifecycle, { initial: 'handling' })).split('\n')
    expect(drawn.slice(0, 2)).toEqual(['stateDiagram-v2', '  [*] --> handling: submit'])
    expect(drawn).toEqual(
      expect.arrayContaining([
        '  declined: 不予受理',
        '  declined --> [*]',
        '  dispatched --> handling: claim',
        '  dispatched --> reassigning: expire claim',
        '  handling --> checking: reply [needsCheck]',
        '  handling --> awaitingRating: reply',
      ]),
    )
    expect(drawn.filter((line) => /reclassify|handling --> \[\*\]|undefined/.test(line))).toEqual([])
    expect(drawn.at(-1)).toBe('')
  })
})
