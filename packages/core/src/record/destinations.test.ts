import { describe, expect, it } from 'vitest'
import { createDestinations, type Destination } from './destinations.js'
import type { DomainEvent } from './record-kind.js'

const event: DomainEvent = { seq: 1, type: 'note.written', at: 0, by: { id: 'a', kind: 'staff' }, data: {} }
const destination = (name: string, over: Partial<Destination> = {}): Destination => ({
  name,
  concurrency: 1,
  onDeadLetter: 'skip',
  payloadFor: (type) => (type === 'note' ? name : undefined),
  deliver: async () => ({ ok: true }),
  ...over,
})
const owedBy = (destinations: ReturnType<typeof createDestinations>, type = 'note') =>
  destinations.deliveriesFor(type, event, {}).map((each) => each.destination)

describe('destinations', () => {
  it('are owed what they say, in the order in which they were added', () => {
    const destinations = createDestinations()
    for (const name of ['b', 'a']) destinations.add(destination(name))
    expect(destinations.deliveriesFor('note', event, {})).toEqual([
      { destination: 'b', payload: 'b' },
      { destination: 'a', payload: 'a' },
    ])
    expect(owedBy(destinations, 'other')).toEqual([])
    expect([destinations.names(), destinations.get('c')]).toEqual([['b', 'a'], undefined])
  })

  it('have names of their own', () => {
    const destinations = createDestinations()
    destinations.add(destination('a'))
    expect(() => destinations.add(destination('a'))).toThrow('Two destinations have the name a.')
  })

  it('of other processes are owed too, those retired nothing, and only the last list counts', () => {
    const destinations = createDestinations()
    destinations.add(destination('a'))
    destinations.adopt([destination('b'), destination('c')], ['c', 'a'])
    expect(owedBy(destinations)).toEqual(['b'])
    // What is pending for a retired one is still sent.
    expect(destinations.get('a')?.name).toBe('a')
    destinations.adopt([destination('c')], [])
    expect([owedBy(destinations), destinations.names()]).toEqual([['a', 'c'], ['a']])
  })

  it('are for people when they say so', () => {
    const destinations = createDestinations()
    destinations.add(destination('a', { forPeople: true }))
    destinations.add(destination('b'))
    destinations.adopt([destination('c', { forPeople: true })], [])
    expect(['a', 'b', 'c', 'd'].map(destinations.forPeople)).toEqual([true, false, true, false])
  })
})
