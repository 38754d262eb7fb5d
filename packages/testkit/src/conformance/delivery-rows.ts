import type { Storage } from '@huiyin/core'
import type { Settlement } from '@huiyin/core/contracts'
import { ref } from './kit.js'

/** What a taken delivery is settled with. */
export type Outcome = Extract<Settlement, { what: 'delivery' }>['outcome']

/** The record of most tests. */
export const one = ref('q-1')
/** A delivery that one of its events causes. */
export const delivery = (event: number, destination = 'inbox', at = 10) => ({
  event,
  destination,
  payload: `{"n":${event}}`,
  at,
})
/** Takes deliveries for a hundred milliseconds. */
export const take = (storage: Storage, now: number, owner = 'a', destinations?: readonly string[], limit = 20) =>
  storage.takeDue({
    what: 'deliveries',
    now,
    limit,
    lease: { owner, until: now + 100 },
    ...(destinations && { destinations }),
  })
/** What was taken, in no order. */
export const names = async (rows: ReturnType<typeof take>) =>
  (await rows).map((row) => `${row.id} ${row.destination} ${row.event}`).sort()
/** What was taken, as it was written and without the event that caused it. */
export const rows = async (taken: ReturnType<typeof take>) => (await taken).map(({ cause: _, ...row }) => row)
/** Settles under the lease that `take` at 20 gave. */
export const settle = (storage: Storage, event: number, outcome: Outcome, owner = 'a', until = 120) =>
  storage.settle([{ what: 'delivery', lease: { owner, until }, ref: one, event, destination: 'inbox', outcome }])
/** A dead letter. */
export const dead = (behind: 'skip' | 'block') => ({ kind: 'dead', reason: 'refused', behind }) as const
/** Sends a dead letter again. */
export const replay = (storage: Storage, event: number, at: number) =>
  storage.settle([{ what: 'replay', ref: one, event, destination: 'inbox', at }])
