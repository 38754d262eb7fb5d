import { AdapterError, type Storage } from '@huiyin/core'
import type { Owner } from './scheduler.js'
import { survivor, type World } from './world.js'

const never = new Promise<never>(() => {})

// Runs after the caller has timed out or died, so the result is dropped.
const unheard = (act: () => Promise<unknown>) => () =>
  act().then(
    () => {},
    () => {},
  )

/**
 * The storage as one process sees it: calls are queued, may fail before or after they took effect, take effect after a timeout, or are
 * answered late. Calls of a dead process have no effect, except those already sent.
 */
export function connect(storage: Storage, owner: Owner, world: World): Storage {
  const { scheduler, faults } = world

  function call<Result>(operation: string, writes: boolean, act: () => Promise<Result>): Promise<Result> {
    if (!owner.alive) return never
    return new Promise<Result>((resolve, reject) => {
      const fail = (outcome: 'none' | 'unknown', reason: string) =>
        reject(new AdapterError({ adapter: 'simulated', operation, retryable: true, message: reason, outcome }))

      async function arrive(): Promise<void> {
        if (faults.strikes('refusedCalls', 0.06)) return fail('none', 'the call was refused')
        if (writes && faults.strikes('lateEffects', 0.04)) {
          fail('unknown', 'no answer in time')
          scheduler.add({ owner: survivor, run: unheard(act) })
          return
        }
        const lost = writes && faults.strikes('unknownOutcomes', 0.06)
        const slow = faults.strikes('slowAnswers', 0.3)
        try {
          const result = await act()
          if (lost) fail('unknown', 'the connection was lost')
          else if (slow) scheduler.add({ owner, run: () => resolve(result) })
          else resolve(result)
        } catch (error) {
          reject(error)
        }
      }
      const landing = writes ? unheard(act) : undefined
      scheduler.add({ owner, run: arrive, landing })
    })
  }

  return Object.freeze({
    contract: storage.contract,
    name: storage.name,
    capabilities: storage.capabilities,
    // The simulation opens and closes the storage itself, because processes share it.
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    load: (...given) => call('load', false, () => storage.load(...given)),
    commit: (changes) => call('commit', true, () => storage.commit(changes)),
    find: (query) => call('find', false, () => storage.find(query)),
    counts: (query) => call('counts', false, () => storage.counts(query)),
    texts: (...given) => call('texts', false, () => storage.texts(...given)),
    history: (...given) => call('history', false, () => storage.history(...given)),
    takeDue: ((query: never) =>
      call<readonly unknown[]>('takeDue', true, () => storage.takeDue(query))) as unknown as Storage['takeDue'],
    settle: (rows) => call('settle', true, () => storage.settle(rows)),
    pauses: () => call('pauses', false, () => storage.pauses()),
    sent: (query) => call('sent', false, () => storage.sent(query)),
    owed: (query) => call('owed', false, () => storage.owed(query)),
    tally: (query) => call('tally', false, () => storage.tally(query)),
    strays: (query) => call('strays', false, () => storage.strays(query)),
    times: () => call('times', false, async () => (await storage.times?.()) ?? {}),
  } satisfies Storage)
}

/** Drops the pending calls of a dying process; some that were sent still arrive. */
export function abandon(owner: Owner, { scheduler, random }: World): void {
  for (const { landing } of scheduler.take(owner))
    if (landing !== undefined && random.chance(0.4)) scheduler.add({ owner: survivor, run: landing })
}
