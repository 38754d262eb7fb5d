import { describe, expect, it } from 'vitest'
import type { RequestFacts } from '../../request/facts.js'
import { guardMeasure } from './guard-measure.js'

const facts = { urges: [{ at: 1 }] } as unknown as RequestFacts
const answering = (at: unknown, units?: unknown) =>
  guardMeasure({
    name: 'own',
    at: () => at as number[],
    ...(units !== undefined && { units: () => (units === 'none' ? undefined : (units as string[])) }),
  })

describe('a measure from outside', () => {
  it('answers a list of whole milliseconds, which is copied', () => {
    const list = [1, 2]
    expect(answering(list).at(facts)).toEqual([1, 2])
    expect(answering(list).at(facts)).not.toBe(list)
    expect(answering([]).at(facts)).toEqual([])
  })

  it.each([[[1.5]], [[1, '2']], [[new Date(1)]], [Promise.resolve([1])], [undefined], [1], ['1']])(
    'that answers %j is named, and nothing is written',
    (answer) => {
      expect(() => answering(answer).at(facts)).toThrow('the measure own (at) must answer a list of whole milliseconds')
    },
  )

  it('may say which units it counts for, or leave it to the unit in charge', () => {
    expect(answering([], ['u']).units?.(facts)).toEqual(['u'])
    expect(answering([], 'none').units?.(facts)).toBeUndefined()
    expect(answering([])).not.toHaveProperty('units')
    for (const wrong of [[1], 'u', [undefined], null])
      expect(() => answering([], wrong).units?.(facts)).toThrow(
        'the measure own (units) must answer a list of unit ids',
      )
  })

  it('keeps the hour at which its days begin, where it has one', () => {
    expect(guardMeasure({ name: 'own', cutoffHour: 12, at: () => [] }).cutoffHour).toBe(12)
    expect(answering([])).not.toHaveProperty('cutoffHour')
  })

  it('is given facts that it cannot change', () => {
    const given: RequestFacts[] = []
    const keep = (each: RequestFacts) => void given.push(each)
    const guarded = guardMeasure({
      name: 'own',
      at: (each) => [keep(each) as never].slice(1),
      units: (each) => [keep(each) as never].slice(1),
    })
    guarded.at({ ...facts })
    guarded.units?.({ ...facts })
    expect(given.map((each) => Object.isFrozen(each) && Object.isFrozen(each.urges))).toEqual([true, true])
  })
})
