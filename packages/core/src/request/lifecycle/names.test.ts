import { describe, expect, it } from 'vitest'
import { conditions } from '../rules/conditions.js'
import { laws } from '../rules/index.js'
import { dispatcher, handler, resident, scenario, sealed, supervisor } from '../scenario.js'
import { defaultLifecycle } from './default.js'
import type { LifecycleDefinition } from './definition.js'
import { lifecycleTable } from './table.js'

// The default lifecycle of a place that calls two of its states by other names.
const text = JSON.stringify(defaultLifecycle)
  .replaceAll('"checking"', '"inspecting"')
  .replaceAll('"rectifying"', '"redoing"')
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
})
