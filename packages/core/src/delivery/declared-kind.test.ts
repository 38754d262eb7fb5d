import { expect, it } from 'vitest'
import { defaultAuthority } from '../authority/authority.js'
import type { DomainEvent } from '../record/record-kind.js'
import { type DeclaredFacts, declaredKind, type Owing, sameOwing } from './declared-kind.js'

const by = { id: 'system', kind: 'system' } as const
type Command = Parameters<typeof declaredKind.decide>[1]

/** What these commands come to, one a second, and the types of their events. */
function after(...commands: readonly Command[]) {
  let facts: DeclaredFacts | undefined
  const types: string[] = []
  for (const [n, command] of commands.entries()) {
    const decision = declaredKind.decide(facts, command, {
      now: n,
      by: { ...by, grants: [] } as never,
      authority: defaultAuthority,
    })
    if ('refusal' in decision) throw new Error('refused')
    for (const event of decision.events) {
      types.push(event.type)
      facts = declaredKind.evolve(facts, { ...event, seq: types.length, at: n * 1000, by } as DomainEvent)
    }
  }
  return { facts, types }
}
const declare = (destinations: Readonly<Record<string, Owing>>): Command => ({ name: 'declare', destinations })
const sms = { audience: 'resident' } as const

it('a destination is declared once, and again when it is owed other events; since then stays the first time', () => {
  const again = after(
    declare({ sms }),
    declare({ sms }),
    declare({ sms, 'p/x': { on: ['b', 'a'] } }),
    declare({ sms: { audience: 'unit' } }),
  )
  expect(again.types).toEqual(['destinations.declared', 'destinations.declared', 'destinations.declared'])
  expect(again.facts).toEqual({
    createdAt: 0,
    destinations: { sms: { audience: 'unit', since: 0 }, 'p/x': { on: ['a', 'b'], since: 2000 } },
  })
})

it('one with the name of something every object has is one like any other', () => {
  expect(after(declare({ toString: sms })).types).toEqual(['destinations.declared'])
})

it('one is retired once and reinstated once, and stays retired when it is declared anew', () => {
  const retire = { name: 'retire', destination: 'sms' } as const
  const retired = after(declare({ sms }), retire, retire, declare({ sms: { audience: 'unit' } }))
  expect(retired.types).toEqual(['destinations.declared', 'destinations.retired', 'destinations.declared'])
  expect(retired.facts?.destinations).toEqual({ sms: { audience: 'unit', since: 0, retiredAt: 1000 } })
  const reinstate = { name: 'reinstate', destination: 'sms' } as const
  const back = after(declare({ sms }), reinstate, retire, reinstate, reinstate)
  expect(back.types).toEqual(['destinations.declared', 'destinations.retired', 'destinations.reinstated'])
  expect(back.facts?.destinations).toEqual({ sms: { audience: 'resident', since: 0 } })
  expect(after(reinstate).types).toEqual([])
})

it('two are owed the same when audience or events are the same, in whatever order', () => {
  expect(sameOwing({ on: ['a', 'b'] }, { on: ['b', 'a'] })).toBe(true)
  expect(sameOwing({ on: ['a'] }, { on: ['a', 'b'] })).toBe(false)
  expect(sameOwing(sms, { audience: 'unit' })).toBe(false)
})

it('the record is none that is open', () => {
  expect(declaredKind.index({ destinations: {}, createdAt: 7 })).toEqual({
    status: 'declared',
    open: false,
    createdAt: 7,
  })
})
