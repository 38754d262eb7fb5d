import { dispatcher, handler, resident, scenario, sealed, supervisor } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { measures, talliesOf } from '../../../src/evaluation/measures/measures.js'
import { defaultLifecycle } from '../../../src/request/lifecycle/default.js'
import type { LifecycleDefinition } from '../../../src/request/lifecycle/definition.js'
import { lifecycleTable } from '../../../src/request/lifecycle/table.js'
import { conditions } from '../../../src/request/rules/conditions.js'
import { laws } from '../../../src/request/rules/index.js'

// The default lifecycle of a place that calls some of its states by other names.
const otherNames = { checking: 'inspecting', rectifying: 'redoing', closed: 'archived', withdrawn: 'takenBack' }
const text = Object.entries(otherNames).reduce(
  (json, [one, other]) =>
    json.replaceAll(`"${one}":{`, `"${other}":{`).replaceAll(`"target":"${one}"`, `"target":"${other}"`),
  JSON.stringify(defaultLifecycle),
)
const lifecycle = lifecycleTable(JSON.parse(text) as LifecycleDefinition, laws, conditions)
const unsolved = { reached: true, contacted: true, solved: 'unsolved', satisfied: 'dissatisfied' } as const

describe('a place that calls its states by other names', () => {
  const answered = () =>
    scenario('2022-01-04 10:00', { category: 'works' })
      .do(dispatcher, 'dispatch', {}, { lifecycle })
      .do(handler, 'claim', {}, { lifecycle })
      .do(handler, 'reply', { text: sealed }, { lifecycle })

  it('completes no matter before it is checked', () => {
    const walk = answered()
    expect([walk.facts.status, walk.facts.completedAt]).toEqual(['inspecting', undefined])
    const spot = scenario('2022-01-04 10:00', { category: 'works' })
    spot.do(dispatcher, 'answerOnTheSpot', { text: sealed }, { lifecycle })
    expect([spot.facts.status, spot.facts.completedAt]).toEqual(['inspecting', undefined])
  })

  it('opens a rectification round when a follow-up finds the matter unsolved, and when the resident is dissatisfied', () => {
    const called = answered().do(supervisor, 'check', { passed: true }, { lifecycle })
    called.do(dispatcher, 'followUp', unsolved, { lifecycle })
    expect(called.facts).toMatchObject({ status: 'redoing', rectifications: [{ round: 1, because: 'followUp' }] })
    const rated = answered().do(supervisor, 'check', { passed: true }, { lifecycle })
    rated.do(resident, 'rate', { grade: 1 }, { lifecycle })
    expect(rated.facts).toMatchObject({ status: 'redoing', rectifications: [{ round: 1, because: 'rating' }] })
  })

  it('is counted by how its matters end, not by what it calls that', () => {
    const counts = (walk: ReturnType<typeof scenario>) => talliesOf(walk.facts, measures).map((each) => each.measure)
    const closed = answered().do(supervisor, 'check', { passed: true }, { lifecycle })
    closed.do(resident, 'rate', { grade: 5 }, { lifecycle })
    expect([closed.facts.status, closed.facts.end]).toEqual(['archived', 'closed'])
    expect(counts(closed)).toEqual(expect.arrayContaining(['closed@due', 'closedOnTime@due', 'closed@reported']))
    const withdrawn = scenario('2022-01-04 10:00').do(dispatcher, 'dispatch', {}, { lifecycle })
    withdrawn.do(resident, 'withdraw', {}, { lifecycle })
    expect([withdrawn.facts.status, withdrawn.facts.end]).toEqual(['takenBack', 'withdrawn'])
    expect(counts(withdrawn)).toEqual(expect.arrayContaining(['withdrawn@accepted', 'withdrawn@due']))
    expect(counts(withdrawn)).not.toContain('accepted')
  })
})
