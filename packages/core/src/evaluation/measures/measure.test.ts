import { expect, it } from 'vitest'
import type { RequestFacts } from '../../request/facts.js'
import { dayOf, type Measure, talliesOf, unitsOf, when } from './measure.js'
import { createMeasureStart, measureStartKind } from './measure-start.js'

const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}+08:00`)
const measure = (more: Partial<Measure> = {}): Measure => ({
  name: 'own',
  at: () => [at('2022-01-04 10:00:00')],
  ...more,
})
const facts = {
  areaPath: '1/',
  unit: 'housing',
  category: 'heating',
  channel: 'grid',
  submittedAt: 5,
} as unknown as RequestFacts

it('an instant falls on the day of Beijing, or on that whose noon came before it', () => {
  expect(dayOf(measure(), at('2022-01-04 00:00:00'))).toBe('2022-01-04')
  expect(dayOf(measure(), at('2022-01-04 00:00:00') - 1)).toBe('2022-01-03')
  const noon = measure({ cutoffHour: 12 })
  expect([dayOf(noon, at('2022-01-04 12:00:00')), dayOf(noon, at('2022-01-04 11:59:59'))]).toEqual([
    '2022-01-04',
    '2022-01-03',
  ])
})

it('days are told right however many there were', () => {
  const first = at('2000-01-01 00:00:00')
  for (let n = 0; n < 10_050; n++) dayOf(measure(), first + n * 3_600_000)
  expect(dayOf(measure(), first)).toBe('2000-01-01')
  expect(dayOf(measure(), first + 10_049 * 3_600_000)).toBe('2001-02-22')
})

it('a request counts for the unit in charge, for none, or for those that the measure names', () => {
  const { unit: _, ...nobody } = facts
  const units = (...answer: readonly string[]) => measure({ units: () => answer })
  expect([unitsOf(measure(), facts), unitsOf(measure(), nobody), unitsOf(units('a'), facts)]).toEqual([
    ['housing'],
    [''],
    ['a'],
  ])
  expect(unitsOf(measure({ units: () => undefined }), facts)).toEqual(['housing'])
  const counted = (one: Measure, of = facts) => talliesOf(of, [one]).map(({ unit }) => unit)
  expect([counted(measure()), counted(measure(), nobody), counted(units('a', 'b')), counted(units())]).toEqual([
    ['housing'],
    [''],
    ['a', 'b'],
    [],
  ])
  expect(counted(measure({ units: () => undefined }))).toEqual(['housing'])
  expect(talliesOf(facts, [measure()])).toEqual([
    {
      measure: 'own',
      day: '2022-01-04',
      areaPath: '1/',
      unit: 'housing',
      category: 'heating',
      channel: 'grid',
      delta: 1,
    },
  ])
})

it('something counts when there is an instant and it holds', () => {
  expect([when(7), when(7, false), when(undefined, true), when(0)]).toEqual([[7], [], [], [0]])
})

it('a measure is introduced once; it counts from the start only where nothing could have been missed', () => {
  const decide = (known: object | undefined, measures: readonly string[], fromTheStart: boolean) => {
    const moment = { now: 9, by: { id: 'system', kind: 'system', grants: [] } } as never
    const decision = measureStartKind.decide(known as never, { name: 'introduce', measures, fromTheStart }, moment)
    return 'events' in decision ? decision.events.map(({ data }) => data) : []
  }
  expect(decide(undefined, ['a'], true)).toEqual([{ measures: ['a'], since: 0 }])
  expect(decide(undefined, ['a'], false)).toEqual([{ measures: ['a'], since: 9 }])
  expect(decide({ since: { a: 0 }, createdAt: 0 }, ['a', 'b'], true)).toEqual([{ measures: ['b'], since: 9 }])
  expect(decide({ since: { a: 0 }, createdAt: 0 }, ['a'], true)).toEqual([])
})

it('a measure that was introduced later counts the requests that were submitted from then on', async () => {
  const { measures, load, since } = createMeasureStart([
    measure(),
    measure({ name: 'old', cutoffHour: 12, units: () => ['a'] }),
  ])
  expect(measures[0]?.at(facts)).toHaveLength(1)
  await load({ facts: async () => ({ facts: { since: { own: 6, old: 5 } } }) } as never, undefined, async () => true)
  expect([measures[0]?.at(facts), measures[1]?.at(facts).length]).toEqual([[], 1])
  expect([since('own'), since('unknown')]).toEqual([6, 0])
  expect(measures[0]).toStrictEqual({ name: 'own', at: expect.any(Function) })
  expect([measures[0]?.cutoffHour, measures[0]?.units, measures[1]?.cutoffHour, measures[1]?.units?.(facts)]).toEqual([
    ...[undefined, undefined, 12, ['a']],
  ])
})
