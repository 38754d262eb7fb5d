import { describe, expect, it } from 'vitest'
import { defaultAuthority } from '../authority/authority.js'
import { createWorkCalendar, yearsOf } from '../calendar/calendar.js'
import type { DomainEvent } from '../record/record-kind.js'
import { defaultSlaPolicy, defineSlaPolicy } from '../sla/policy.js'
import type { EditionFacts, RulesInForce } from './edition.js'
import { type EditionContext, editionKind, editionWith, yearsUpTo } from './edition-kind.js'

const calendarOf = (calendar: ReturnType<typeof createWorkCalendar>): RulesInForce['calendar'] => ({
  version: calendar.version,
  years: yearsOf(calendar),
  overlays: calendar.overlays,
})
const [earlier, later] = [createWorkCalendar({ asOf: '2024-12-31' }), createWorkCalendar()].map(calendarOf) as [
  RulesInForce['calendar'],
  RulesInForce['calendar'],
]
const lifecycle = { version: 'l1', definition: { name: 'closed-loop/1' } }
const rules: RulesInForce = { policy: defaultSlaPolicy, calendar: earlier, lifecycle }
const areas = { roots: () => [], isWithin: () => false } as unknown as EditionContext['areas']
const moment: EditionContext = {
  areas,
  clocks: ['resolve'],
  now: 1000,
  by: { kind: 'system', id: 'system', grants: [] },
  authority: defaultAuthority,
}

function recorded(...all: readonly RulesInForce[]) {
  let facts: EditionFacts | undefined
  const events: { readonly type: string; readonly data: object }[] = []
  for (const each of all) {
    const decision = editionKind.decide(facts, { name: 'record', rules: each }, moment)
    if ('refusal' in decision) throw new Error('refused')
    for (const event of decision.events) {
      facts = editionKind.evolve(facts, { ...event, seq: events.push(event), at: 1000, by: moment.by } as DomainEvent)
    }
  }
  return { facts: facts as EditionFacts, events }
}

describe('the editions of the rules', () => {
  it('keep each version of limits, calendar and lifecycle once', () => {
    const changed = { ...rules, policy: defineSlaPolicy({ resolve: { workingDays: 5 } }) }
    const { facts, events } = recorded(
      rules,
      changed,
      { ...changed, lifecycle: { ...lifecycle, version: 'l2' } },
      rules,
    )
    expect(events.map(({ data }) => Object.keys(data))).toEqual([
      ['policy', 'calendar', 'lifecycle', 'edition'],
      ['policy', 'edition'],
      ['lifecycle', 'edition'],
    ])
    expect(facts.editions.map(({ policy, lifecycle }) => [policy, lifecycle])).toEqual([
      [0, 'l1'],
      [1, 'l1'],
      [1, 'l2'],
    ])
    expect(editionWith(facts, rules)).toBe(1)
    expect(editionWith(facts, { ...rules, lifecycle: { ...lifecycle, version: 'l2' } })).toBe(0)
  })

  it('tell limits apart that a place gave the same name', () => {
    const other = defineSlaPolicy({ version: defaultSlaPolicy.version, resolve: { workingDays: 9 } })
    const { facts } = recorded(rules, { ...rules, policy: other })
    expect(facts.policies).toEqual([defaultSlaPolicy, other])
    expect(editionWith(facts, { ...rules, policy: other })).toBe(2)
  })

  it('keep of a later calendar only the years that are new, and give the whole of each back', () => {
    const { facts } = recorded(rules, { ...rules, calendar: later })
    expect(facts.calendars[1]?.years.length).toBeLessThan(later.years.length)
    expect(yearsUpTo(facts, earlier.version)).toEqual(earlier.years)
    expect(yearsUpTo(facts, later.version)).toEqual(later.years)
    expect(yearsUpTo(facts, 'CN-1999')).toBeUndefined()
  })
})
