import type { Storage } from '@huiyin/core'
import type { Change, CommitOutcome, DueQuery, Settlement, TakenDelivery } from '@huiyin/core/contracts'
import type { Seams } from './processes.js'
import type { Invariant } from './world.js'

/** A defect, and what must break because of it. */
export interface PlantedBug {
  readonly name: string
  readonly invariant: Invariant
  readonly seams: Seams
}

/** A query of `takeDue`. */
export type Taking = DueQuery & { readonly what: 'deadlines' | 'deliveries' }
/** A row of either queue. */
export type Taken = Partial<TakenDelivery> & { readonly id: string; readonly type: string; readonly at: number }
/** `takeDue` over both queues. */
export type Take = (query: Taking) => Promise<readonly Taken[]>
/** `commit` of one change. */
export type Commit = (change: Change) => Promise<CommitOutcome>

/** Plants a defect in the storage that all processes share. */
export const inStorage = (alter: (storage: Storage) => Partial<Storage>): Seams => ({
  storage: (storage) => ({ ...storage, ...alter(storage) }),
})
/** Plants a defect in the connection of each process to the storage. */
export const inConnection = (alter: (storage: Storage) => Partial<Storage>): Seams => ({
  connection: (storage) => ({ ...storage, ...alter(storage) }),
})
/** The storage writes something else than it was given. */
export const writing = (alter: (change: Change) => Change): Seams =>
  inStorage((storage) => ({ commit: (changes) => storage.commit(changes.map(alter)) }))
/** The storage commits in a way of its own. */
export const committing = (alter: (commit: Commit, storage: Storage) => Commit): Seams =>
  inStorage((storage) => {
    const one: Commit = async (change) => (await storage.commit([change]))[0] as CommitOutcome
    const altered = alter(one, storage)
    return {
      commit: async (changes) => {
        const outcomes: CommitOutcome[] = []
        for (const change of changes) outcomes.push(await altered(change))
        return outcomes
      },
    }
  })
/** The storage gives other rows than are due. */
export const taking = (alter: (take: Take, storage: Storage) => Take): Seams =>
  inStorage((storage) => ({
    takeDue: alter(storage.takeDue as unknown as Take, storage) as unknown as Storage['takeDue'],
  }))
/** The storage settles something else than it is told. */
export const settling = (alter: (row: Settlement) => readonly Settlement[]): Seams =>
  inStorage((storage) => ({ settle: (rows) => storage.settle(rows.flatMap(alter)) }))

/** A change without effects besides its events. */
export const nothing = { deadlines: { put: [], drop: [] }, deliveries: [], tallies: [], vault: { put: [], erase: [] } }
/** Whether a record or row belongs to a request. */
export const isRequest = ({ type }: { readonly type: string }) => type === 'request'
/** The stored version of the record that a change is for. */
export const versionOf = async (storage: Storage, change: Change) => (await storage.load(change)).record?.version ?? 0
// Only some calls are defective, so that the defect has to be noticed among correct ones.
/** True at every n-th call. */
export function everyNth(n: number): () => boolean {
  let count = 0
  return () => ++count % n === 0
}

/** Changes that were rejected with the given outcome still leave something behind. */
export const leavingBehind = (when: CommitOutcome['kind'], leave: (change: Change) => Partial<Change>): Seams =>
  committing((commit, storage) => async (change) => {
    const outcome = await commit(change)
    if (outcome.kind !== when || !isRequest(change)) return outcome
    const { command: _, ...rest } = change
    const { record } = await storage.load(change)
    if (record === undefined) return outcome
    // The record unchanged, except for what is left behind.
    const { version, head, body, index } = record
    const asItIs = { expectedVersion: version, version, head, body, index, events: [] }
    await commit({ ...rest, ...nothing, ...asItIs, ...leave(change) })
    return outcome
  })
