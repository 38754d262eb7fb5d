import { millisecondsInMinute } from 'date-fns/constants'
import { inBoth, refuseFaults } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'
import type { Engine } from '../../record/engine.js'
import type { LifecycleTable } from '../../request/context.js'
import type { RequestFacts } from '../../request/facts.js'
import type { RequestKind } from '../request-kind.js'
import { systemActor } from '../system-actor.js'

const lookAgainAfter = millisecondsInMinute
// So many commands share one durable write, and so many are in memory.
const group = 256

/** States that the lifecycle in force lacks, and where the requests that stand in them go. */
export type StateMapping = Readonly<Record<string, string>>

interface Parts {
  readonly engine: Engine
  readonly kind: RequestKind
  readonly lifecycle: LifecycleTable
}

/** See `createLifecycleFollower`. */
export type LifecycleFollower = ReturnType<typeof createLifecycleFollower>

/**
 * Takes open requests along when a lifecycle lost the state they stand in. Another process may run the lifecycle of before for a while, so this is a
 * reconciliation: it compares what is stored with the mapping, and any number of times.
 */
export function createLifecycleFollower({ engine, kind, lifecycle }: Parts) {
  let mapping: StateMapping = {}
  let lookedAt = Number.NEGATIVE_INFINITY

  /** @throws ConfigurationError for a state that the lifecycle has, or a target that it lacks */
  function adopt(states: StateMapping): void {
    const { name } = lifecycle.definition
    const standing = ([from]: readonly [string, unknown]) =>
      lifecycle.state(from) === undefined
        ? []
        : [
            inBoth(
              `${from} 是流程 ${name} 的状态，只能映射流程没有的状态`,
              `${from} is a state of the lifecycle ${name}; only states that it lacks are mapped`,
            ),
          ]
    const lacking = ([from, to]: readonly [string, unknown]) => {
      if (typeof to === 'string' && lifecycle.state(to) !== undefined) return []
      const known = knownNames(to, Object.keys(lifecycle.definition.states))
      return [
        inBoth(
          `${from} 映射到 ${String(to)}，流程 ${name} 没有这一状态；${known.zh}`,
          `${from} is mapped to ${String(to)}, which the lifecycle ${name} lacks; ${known.en}`,
        ),
      ]
    }
    const faults = Object.entries(states).flatMap((entry) => [...standing(entry), ...lacking(entry)])
    refuseFaults('以下状态不能映射', 'These states cannot be mapped', faults)
    mapping = states
  }

  async function follow(waiting: readonly { readonly id: string; readonly from: string }[]): Promise<void> {
    await Promise.all(
      waiting.map(({ id, from }) => {
        const input = { from, to: mapping[from] as string }
        return engine.run(kind, id, { name: 'followLifecycle', input }, { by: systemActor })
      }),
    )
  }

  /** Moves every open request that stands in a mapped state. */
  async function apply(): Promise<void> {
    const status = Object.keys(mapping)
    if (status.length === 0) return
    let waiting: { readonly id: string; readonly from: string }[] = []
    for await (const { id, facts } of engine.each<RequestFacts>(kind, { open: true, status })) {
      waiting.push({ id, from: facts.status })
      if (waiting.length < group) continue
      await follow(waiting)
      waiting = []
    }
    await follow(waiting)
  }

  /** Looks again every minute: a process with the lifecycle of before may still bring requests into such a state. */
  async function reconcile(now: number): Promise<void> {
    if (Math.abs(now - lookedAt) < lookAgainAfter) return
    await apply()
    lookedAt = now
  }

  return Object.freeze({ adopt, apply, reconcile })
}
