import { memoryStorage, type Storage } from '@huiyin/core'
import type { Change, CommitOutcome, DueQuery } from '@huiyin/core/contracts'
import type { storageFacets } from '../conformance/index.js'

/** A storage with one defect and the facet that must find it. */
export interface BrokenStorage {
  /** What the storage does wrong; completes "a storage that". */
  readonly defect: string
  readonly facet: keyof typeof storageFacets
  readonly create: () => Storage
}

/** A row that can be taken, of either kind. */
export type Taking = DueQuery & { readonly what: 'deadlines' | 'deliveries' }
/** Whether a row is a delivery; the kinds differ in their members. */
export interface Taken {
  readonly id: string
  readonly name?: string
  readonly event?: number
  readonly destination?: string
  readonly attempts?: number
}
type Take = (query: Taking) => Promise<readonly Taken[]>

/** Memory with some methods replaced. */
export const altered = (alter: (storage: Storage) => Partial<Storage>) => (): Storage => {
  const storage = memoryStorage()
  const altered = alter(storage)
  const { commit } = altered
  // A host transaction is refused as usual, because that is not the defect.
  const careful: Partial<Storage> =
    commit === undefined
      ? {}
      : { commit: (changes, within) => (within === undefined ? commit(changes) : storage.commit(changes, within)) }
  return { ...storage, ...altered, ...careful }
}

/** Memory storage that writes something else than it was given. */
export const writing = (change: (one: Change) => Change) =>
  altered((storage) => ({ commit: (changes) => storage.commit(changes.map(change)) }))

/** Memory storage that commits the changes of a call one by one, each in an altered way. */
export const committing = (commit: (storage: Storage, one: Change) => Promise<CommitOutcome>) =>
  altered((storage) => ({
    commit: async (changes) => {
      const outcomes: CommitOutcome[] = []
      for (const one of changes) outcomes.push(await commit(storage, one))
      return outcomes
    },
  }))

/** Memory storage that hands out other rows than those that are due. */
export const taking = (take: (rows: Take, query: Taking) => ReturnType<Take>) =>
  altered((storage) => ({
    takeDue: ((query: Taking) => take(storage.takeDue as unknown as Take, query)) as unknown as Storage['takeDue'],
  }))

/** The only outcome of a call with one change. */
export async function only(outcomes: Promise<readonly CommitOutcome[]>): Promise<CommitOutcome> {
  const [outcome] = await outcomes
  if (outcome === undefined) throw new Error('A commit of one change has one outcome.')
  return outcome
}

/** The stored version; 0 also where it cannot be read, so that the commit that follows is the one to fail. */
export const versionOf = (storage: Storage, one: Change): Promise<number> =>
  storage.load(one).then(
    ({ record }) => record?.version ?? 0,
    () => 0,
  )
