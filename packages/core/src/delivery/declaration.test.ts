import { describe, expect, it } from 'vitest'
import { defaultAuthority } from '../authority/authority.js'
import { createDestinations } from '../record/destinations.js'
import { createDeclaration } from './declaration.js'
import { type DeclaredFacts, declaredKind, type Owing } from './declared-kind.js'

const by = { id: 'system', kind: 'system', grants: [] } as const

/** A declaration over a record that the test keeps; what was read and written is counted. */
function declaring(own: Readonly<Record<string, Owing>>) {
  let now = 10_000
  let facts: DeclaredFacts | undefined
  const seen = { reads: 0, commands: [] as string[] }
  let reading: (() => Promise<void>) | undefined
  const fold = (command: Parameters<typeof declaredKind.decide>[1]) => {
    const decision = declaredKind.decide(facts, command, { now, by, authority: defaultAuthority })
    for (const event of 'events' in decision ? decision.events : [])
      facts = declaredKind.evolve(facts, { ...event, seq: 1, at: now, by: { id: by.id, kind: by.kind } })
  }
  const runner = {
    facts: async () => {
      seen.reads++
      await reading?.()
      return facts === undefined ? undefined : { facts, version: 1 }
    },
    run: async (_kind: unknown, _id: string, command: Parameters<typeof declaredKind.decide>[1]) => {
      seen.commands.push(command.name)
      fold(command)
      return { ok: true, record: facts, version: 1, events: [] }
    },
  }
  const destinations = createDestinations()
  for (const name of Object.keys(own))
    destinations.add({
      ...{ name, concurrency: 1, onDeadLetter: 'skip', payloadFor: () => 'own' },
      deliver: async () => ({ ok: true }),
    })
  const declaration = createDeclaration({
    ...{ runner: runner as never, clock: { now: () => now }, destinations, own, by },
    payloadFor: (owing) => () => JSON.stringify(owing),
  })
  const event = { seq: 1, type: 'request.voided', at: 0, by: { id: 'a', kind: 'staff' }, data: {} } as const
  const owed = () => destinations.deliveriesFor('request', event, {}).map(({ destination }) => destination)
  const pass = (ms: number) => {
    now += ms
  }
  const during = (read: typeof reading) => {
    reading = read
  }
  return { declaration, destinations, fold, seen, owed, pass, during }
}
const sms: Owing = { audience: 'resident' }
const mirror: Owing = { on: ['request.voided'] }

describe('the destinations that a process declares', () => {
  it('are declared when it starts, once, and not by one that only reads', async () => {
    const { declaration, seen, owed } = declaring({ sms })
    await declaration.load(true)
    expect(seen.commands).toEqual([])
    await declaration.load(false)
    await declaration.load(false)
    expect([seen.commands, owed()]).toEqual([['declare'], ['sms']])
  })

  it('are declared anew when one of several is owed something else', async () => {
    const { declaration, fold, seen } = declaring({ sms, mirror })
    fold({ name: 'declare', destinations: { sms, mirror: { on: ['request.closed'] } } })
    await declaration.load(false)
    await declaration.load(false)
    expect(seen.commands).toEqual(['declare'])
  })
})

describe('the destinations of others', () => {
  it('are owed here too, those for people as such, and are named while they are not retired', async () => {
    const { declaration, destinations, fold, owed } = declaring({ sms })
    fold({ name: 'declare', destinations: { sms, fax: sms, mirror, old: sms } })
    fold({ name: 'retire', destination: 'old' })
    await declaration.load(false)
    expect(owed()).toEqual(['sms', 'fax', 'mirror'])
    expect(['fax', 'mirror'].map(destinations.forPeople)).toEqual([true, false])
    expect(declaration.elsewhere()).toEqual(['fax', 'mirror'])
    expect((await declaration.list()).map(({ name, isServedHere }) => [name, isServedHere])).toEqual([
      ['sms', true],
      ['fax', false],
      ['mirror', false],
      ['old', false],
    ])
  })

  it('are read again a second after they were read, by one reading at a time', async () => {
    const { declaration, fold, seen, owed, pass, during } = declaring({ sms })
    await declaration.load(false)
    fold({ name: 'declare', destinations: { fax: sms } })
    const { reads } = seen
    pass(999)
    expect(declaration.upToDate()).toBeUndefined()
    pass(1)
    const ends: (() => void)[] = []
    during(() => new Promise<void>((resolve) => void ends.push(resolve)))
    const both = [declaration.upToDate(), declaration.upToDate()]
    expect(seen.reads).toBe(reads + 1)
    ends[0]?.()
    await Promise.all(both)
    expect([owed(), declaration.upToDate()]).toEqual([['sms', 'fax'], undefined])
    // A clock that was set back counts as one that went on.
    during(undefined)
    pass(-1000)
    await declaration.upToDate()
    expect(seen.reads).toBe(reads + 2)
  })

  it('that cannot be read now hold up no command, and are read by the next', async () => {
    const { declaration, seen, pass, during } = declaring({ sms })
    await declaration.load(false)
    const { reads } = seen
    pass(1000)
    during(async () => {
      throw new Error('not now')
    })
    await expect(declaration.upToDate()).resolves.toBeUndefined()
    await declaration.upToDate()
    expect(seen.reads).toBe(reads + 2)
  })
})

describe('a destination', () => {
  it('is retired and reinstated by its name, and must have been declared', async () => {
    const { declaration, owed, seen } = declaring({ sms })
    await declaration.load(false)
    await declaration.setRetired('sms', true)
    expect(owed()).toEqual([])
    await declaration.setRetired('sms', false)
    expect([owed(), seen.commands]).toEqual([['sms'], ['declare', 'retire', 'reinstate']])
    for (const name of ['fax', 'toString'])
      await expect(declaration.setRetired(name, true)).rejects.toMatchObject({ code: 'not-found' })
  })
})
