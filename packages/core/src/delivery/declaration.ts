import type { Actor } from '../contracts/actor.js'
import type { Clock } from '../contracts/clock.js'
import type { Receiver } from '../contracts/receiver.js'
import { knownNames } from '../errors/known-names.js'
import { NotFoundError } from '../errors.js'
import type { Destination, Destinations } from '../record/destinations.js'
import type { RecordRunner } from '../record/record-kind.js'
import { following } from '../record/record-reader.js'
import { type DeclaredFacts, declaredKind, type Owing, sameOwing } from './declared-kind.js'

const id = 'destinations'
const lookAgainAfter = 1000

interface Parts {
  readonly runner: RecordRunner
  readonly clock: Clock
  readonly destinations: Destinations
  /** What this process serves, and which events it is owed. */
  readonly own: Readonly<Record<string, Owing>>
  /** What decides over a destination that only other processes serve. */
  readonly payloadFor: (owing: Owing) => Destination['payloadFor']
  /** Who declares and retires. */
  readonly by: Actor
}

/** See `createDeclaration`. */
export type Declaration = ReturnType<typeof createDeclaration>

/**
 * The destinations of the city. A process declares its own when it starts, and writes what is owed to all that are declared: a batch job without
 * channels, or one half of a rolling deploy, leaves nobody without a message. What others declare later is read within a second.
 */
export function createDeclaration({ runner, clock, destinations, own, payloadFor, by }: Parts) {
  let known: DeclaredFacts['destinations'] = {}
  let lookedAt = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | undefined

  function adopt(facts: DeclaredFacts | undefined): void {
    lookedAt = clock.now()
    if (facts === undefined || facts.destinations === known) return
    known = facts.destinations
    const all = Object.entries(known)
    destinations.adopt(
      all
        .filter(([name]) => !Object.hasOwn(own, name))
        .map(([name, owing]) => ({ name, payloadFor: payloadFor(owing), forPeople: 'audience' in owing })),
      all.filter(([, { retiredAt }]) => retiredAt !== undefined).map(([name]) => name),
    )
  }

  const refresh = following<DeclaredFacts>(runner, declaredKind, id, adopt)

  /** Reads again what was read a second ago. A storage that cannot answer now is asked again by the next command. */
  function upToDate(): Promise<void> | undefined {
    if (Math.abs(clock.now() - lookedAt) < lookAgainAfter) return undefined
    looking ??= refresh()
      .catch(() => {})
      .finally(() => {
        looking = undefined
      })
    return looking
  }

  async function change(command: Parameters<typeof declaredKind.decide>[1]): Promise<void> {
    const result = await runner.run(declaredKind, id, command, { by })
    if (result.ok) adopt(result.record)
  }

  /** Declares what this process serves, unless it only reads. */
  async function load(readOnly: boolean): Promise<void> {
    await refresh()
    const isDeclared = ([name, owing]: [string, Owing]) => {
      const there = Object.hasOwn(known, name) ? known[name] : undefined
      return there !== undefined && sameOwing(there, owing)
    }
    if (!readOnly && !Object.entries(own).every(isDeclared)) await change({ name: 'declare', destinations: own })
  }

  /** @throws NotFoundError for a destination that was never declared, with the names of those that were */
  async function assertDeclared(destination: string, path: readonly string[] = ['destination']): Promise<void> {
    await refresh()
    if (!Object.hasOwn(known, destination))
      throw new NotFoundError('destination', destination, path, knownNames(destination, Object.keys(known)))
  }

  /** @throws NotFoundError for a destination that was never declared */
  async function setRetired(destination: string, isRetired: boolean): Promise<void> {
    await assertDeclared(destination)
    await change({ name: isRetired ? 'retire' : 'reinstate', destination })
  }

  /** All that were ever declared, and whether this process serves them. */
  async function list() {
    await refresh()
    return Object.entries(known).map(([name, each]) => ({ name, ...each, isServedHere: Object.hasOwn(own, name) }))
  }

  /** Whose messages each queue of a channel carries. */
  async function audiences(): Promise<ReadonlyMap<string, Receiver['kind']>> {
    await refresh()
    return new Map(
      Object.entries(known).flatMap(([name, owing]) => ('audience' in owing ? [[name, owing.audience] as const] : [])),
    )
  }

  /** The names of all that were ever declared, as far as this process knows. */
  const names = () => Object.keys(known)

  const elsewhere = () =>
    Object.entries(known)
      .filter(([name, { retiredAt }]) => retiredAt === undefined && !Object.hasOwn(own, name))
      .map(([name]) => name)

  return Object.freeze({ load, refresh, upToDate, assertDeclared, setRetired, list, audiences, names, elsewhere })
}
