import { contextAt, fold, handler, handling, resident, sealed, supervisor } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { measures } from '../../src/evaluation/measures/measures.js'
import { decide } from '../../src/request/decide/index.js'
import type { RequestFacts } from '../../src/request/facts.js'
import { defaultLifecycle } from '../../src/request/lifecycle/default.js'
import { extendLifecycle } from '../../src/request/lifecycle/extend.js'
import { loadLifecycle } from '../../src/runtime/lifecycle/load-lifecycle.js'
import { defaultSlaPolicy } from '../../src/sla/policy.js'
import { issued, ownCommands } from '../own-commands.js'

const ours = extendLifecycle(defaultLifecycle, {
  on: {
    closed: { redo: { target: 'handling' } },
    withdrawn: { redo: { target: 'reassigning' } },
  },
})
const own = {
  lifecycle: loadLifecycle(ours, [], defaultSlaPolicy, { commands: ownCommands({ redo: ['supervisor'] }) }),
  authorise: () => undefined,
}
const walkOf = () => handling('2022-01-04 10:00')
type Walk = ReturnType<typeof walkOf>
const redo = (walk: Walk) => walk.do(supervisor, 'act', issued('redo'), own)
const closed = () =>
  walkOf().at('2022-01-05 10:00').do(handler, 'reply', { text: sealed }).do(resident, 'rate', { grade: 5 })
const counts = (facts: RequestFacts, name: string) => measures.find((each) => each.name === name)?.at(facts).length

describe("a place's own way back from closed to work", () => {
  it('leaves nothing completed: the completion rate and the share not closed do not both count it', () => {
    const { facts } = closed()
    expect([counts(facts, 'completed@accepted'), counts(facts, 'closed@reported')]).toEqual([1, 1])
    const again = redo(closed().at('2022-02-10 10:00')).facts
    expect(again.completedAt).toBeUndefined()
    expect(again.firstCompletedAt).toBe(facts.firstCompletedAt)
    for (const name of ['completed@accepted', 'onTime@accepted', 'timed@accepted', 'closed@reported', 'closed@due'])
      expect([name, counts(again, name)]).toEqual([name, 0])
  })

  it('does not charge the unit with the time in which it was completed', () => {
    const { resolve } = redo(closed().at('2022-02-10 10:00')).facts.clocks
    expect(resolve).toMatchObject({ dueDate: '2022-02-14', pauses: [{ reason: 'completed' }] })
    expect(resolve?.breachedAt).toBeUndefined()
    // A limit of three days, one used: what had run out stays overdue.
    const late = walkOf()
      .at('2022-01-10 10:00')
      .do(handler, 'reply', { text: sealed })
      .do(resident, 'rate', { grade: 5 })
    expect(redo(late.at('2022-02-10 10:00')).facts.clocks.resolve?.breachedAt).toBeDefined()
  })

  it('is a round of its own: answered, completed and rated again', () => {
    const walk = redo(closed().at('2022-02-10 10:00')).do(handler, 'reply', { text: sealed }, own)
    expect(walk.facts.completedAt).toBe(walk.now)
    walk.do(resident, 'rate', { grade: 2 }, own)
    expect(walk.facts.ratings.map(({ round, grade }) => [round, grade])).toEqual([
      [0, 5],
      [1, 2],
    ])
    expect(walk.facts.rectifications).toMatchObject([{ round: 2 }])
    expect(walk.facts.status).toBe('rectifying')
    walk.do(handler, 'suspend', { reasonCode: 'season' }, own).do(handler, 'resume', {}, own)
    expect(walk.facts.status).toBe('rectifying')
  })

  it('after a rectification leads back to work, not to the rectification, and its own deadline is that of the work', () => {
    const walk = walkOf().do(handler, 'reply', { text: sealed }).do(resident, 'rate', { grade: 1 })
    walk.do(handler, 'reply', { text: sealed }).do(resident, 'rate', { grade: 5 })
    redo(walk.at('2022-01-05 10:00')).do(handler, 'suspend', { reasonCode: 'season' }, own)
    walk.do(handler, 'resume', {}, own)
    expect(walk.facts.status).toBe('handling')
    expect(
      walk.do(handler, 'requestExtension', { by: { workingDays: 1 }, reason: sealed }, own).facts.extensions,
    ).toMatchObject([{ clock: 'resolve' }])
  })

  it('tells the resident that it is handled again', () => {
    const walk = closed()
    const context = contextAt(walk.now, supervisor, own)
    const decision = decide(walk.facts, { name: 'act', input: issued('redo') }, context)
    expect('events' in decision && decision.events.map(({ type }) => type)).toEqual(['request.reopened', 'ours.redo'])
    expect(fold(walk.facts, decision, walk.now, supervisor).reopened).toEqual([walk.now])
  })
})

describe("a place's own way back from another end", () => {
  it('does not count the time in which nobody had to do anything', () => {
    const walk = walkOf().at('2022-01-05 10:00').do(resident, 'withdraw', {}).at('2022-02-10 10:00')
    const { clocks, reopened } = redo(walk).facts
    expect(clocks.resolve).toMatchObject({ dueDate: '2022-02-14', pauses: [{ reason: 'ended' }] })
    expect(reopened).toBeUndefined()
  })
})
