import type { Editions } from '../../edition/editions.js'
import { packClock, unpackClock } from '../../edition/packed-clock.js'
import type { Packing } from '../../record/packing.js'
import type { ClockState } from '../../sla/clock.js'
import type { HandedDeadline, RequestClock, RequestFacts } from '../facts.js'
import { packedMembers, withDefaults } from './usual-facts.js'

type Clocks = RequestFacts['clocks']
type Stored = Readonly<Record<string, object>>

// What these events hold of clocks, besides `progress.clocks`.
interface WithClocks {
  readonly progress?: { readonly clocks?: Clocks }
  readonly deadline?: ClockState
  readonly handed?: readonly HandedDeadline[]
}

const isUnwarned = (member: string, value: unknown) => member === 'warned' && value === 0

/** How requests are stored: their clocks without what the edition of the rules says, their facts without what is as in most requests. */
export function requestPacking(editions: Editions & { refresh(): Promise<void> }): Packing {
  const deadlineName = 'resolve'

  function packed(clocks: Clocks): Stored {
    const all: Record<string, object> = {}
    for (const name in clocks) all[name] = packClock(editions, name, clocks[name] as RequestClock, isUnwarned)
    return all
  }

  function unpacked(stored: Stored): Clocks {
    const all: Record<string, RequestClock> = {}
    for (const name in stored) {
      const clock = unpackClock(editions, name, stored[name] as object) as RequestClock
      all[name] = clock.warned === undefined ? Object.assign(clock, { warned: 0 }) : clock
    }
    return all
  }

  const packDeadline = (clock: ClockState) => packClock(editions, deadlineName, clock)
  const unpackDeadline = (clock: object) => unpackClock(editions, deadlineName, clock)

  const eachHanded = (handed: readonly HandedDeadline[], of: (clock: ClockState) => unknown) =>
    handed.map(({ from, clock, instead }) => ({
      from,
      clock: of(clock),
      ...(instead !== undefined && { instead: of(instead) }),
    }))

  function eachOf(
    data: WithClocks,
    ofClocks: (clocks: Clocks) => unknown,
    ofDeadline: (clock: ClockState) => unknown,
  ): object {
    const { progress, deadline, handed } = data
    if (progress?.clocks === undefined && deadline === undefined && handed === undefined) return data
    return {
      ...data,
      ...(deadline !== undefined && { deadline: ofDeadline(deadline) }),
      ...(handed !== undefined && { handed: eachHanded(handed, ofDeadline) }),
      ...(progress !== undefined && {
        progress: progress.clocks === undefined ? progress : { ...progress, clocks: ofClocks(progress.clocks) },
      }),
    }
  }

  return Object.freeze({
    packEvent: (data: object) => eachOf(data, packed, packDeadline),
    unpackEvent: (data: object) => eachOf(data, (clocks) => unpacked(clocks), unpackDeadline),
    packFacts: (facts: object) => {
      const stored = packedMembers(facts)
      const { clocks, handed } = facts as RequestFacts
      stored.clocks = packed(clocks)
      if (handed !== undefined) stored.handed = eachHanded(handed, packDeadline)
      return stored
    },
    unpackFacts: (stored: object) => {
      const facts = withDefaults(stored)
      const { clocks, handed } = stored as RequestFacts
      facts.clocks = unpacked(clocks as Stored)
      if (handed !== undefined) facts.handed = eachHanded(handed, unpackDeadline)
      return facts
    },
    refresh: editions.refresh,
  })
}
