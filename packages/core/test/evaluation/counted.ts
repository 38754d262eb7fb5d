// A request that was done in time, one that was late, and what each counts for.
import { handling } from '@huiyin/testkit/scenario'
import { measures, talliesOf } from '../../src/evaluation/measures/measures.js'
import type { Appeal, Breach, RequestFacts } from '../../src/request/facts.js'

export const base = handling('2022-01-04 10:00').facts
export const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
export const due = at('2022-01-12 00:00')
export const clock = {
  ...base.clocks.resolve,
  startedAt: base.submittedAt,
  dueAt: due,
} as RequestFacts['clocks'][string]
export const done: RequestFacts = {
  ...base,
  ...{
    open: false,
    end: 'closed',
    completedAt: at('2022-01-05 10:00'),
    clocks: { resolve: clock },
    rectifications: [],
  },
}
export const breach: Breach = { clock: 'resolve', startedAt: base.submittedAt, at: due, round: 0, unit: 'water' }
export const late: RequestFacts = { ...done, clocks: { resolve: { ...clock, breachedAt: due } }, breaches: [breach] }
export const appeal = (more: Partial<Appeal>): Appeal =>
  ({ id: 'a1', at: 0, unit: 'water', reason: base.description, reviews: [], decision: 'granted', ...more }) as Appeal
export const pardon = appeal({ about: 'overdue', clock: 'resolve', factAt: due })

/** What this request counts for: the measures asked for, each with unit and day. */
export const counts = (facts: RequestFacts, ...names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      talliesOf(facts, measures)
        .filter(({ measure }) => measure === name)
        .map(({ unit, day }) => `${unit} ${day}`),
    ]),
  )
export const isCounted = (facts: RequestFacts, name: string) =>
  talliesOf(facts, measures).some(({ measure }) => measure === name)
export const accepted = 'housing 2022-01-04'
