import type { Bilingual } from '../../contracts/text.js'
import type { Refusal } from '../../import/refusal.js'
import { lifecycleEvent, type RequestCommand } from '../commands.js'
import type { Law, LifecycleTable, RequestContext, Step } from '../context.js'
import type { RequestFacts } from '../facts.js'
import { requestRefusals } from '../refusals.js'
import { type Branch, isOpenState, type LifecycleDefinition, stateOf } from './definition.js'
import { type BranchMeta, type Condition, lifecycleMachine } from './machine.js'
import { type Place, standingAt } from './standing-at.js'

interface CompiledBranch {
  readonly branch: Branch
  readonly holds: Condition | undefined
  readonly laws: readonly Law[]
}

const systemEvent = /^(expire:|warn$|escalate$|absorb$|release$|relocate$|echo$|relay$|dissent$)/

/** Walks the machine into a table. */
export function lifecycleTable(
  definition: LifecycleDefinition,
  laws: Readonly<Record<string, Law>>,
  conditions: Readonly<Record<string, Condition>>,
): LifecycleTable {
  const machine = lifecycleMachine(definition, laws, conditions)
  const table = new Map<string, Map<string, readonly CompiledBranch[]>>()
  for (const [name, node] of Object.entries(machine.states)) {
    const row = new Map<string, readonly CompiledBranch[]>()
    for (const [event, transitions] of node.transitions) {
      row.set(
        event,
        transitions.map((transition) => {
          const { branch } = transition.meta as unknown as BranchMeta
          return {
            branch,
            holds: branch.when === undefined ? undefined : conditions[branch.when],
            laws: (branch.laws ?? []).map((law) => laws[law] as Law),
          }
        }),
      )
    }
    table.set(name, row)
  }
  const commands = new Map(
    [...table].map(([name, row]) => [name, Object.freeze([...row.keys()].filter((event) => !systemEvent.test(event)))]),
  )

  const step = (facts: RequestFacts, command: RequestCommand, context: RequestContext): Step => {
    const event = lifecycleEvent(command)
    const branches = table.get(facts.status)?.get(event)
    if (branches !== undefined) {
      for (const each of branches) {
        if (each.holds !== undefined && !each.holds(facts, command, context)) continue
        for (const law of each.laws) {
          const refusal = law(facts, command, context)
          if (refusal !== undefined) return { refusal }
        }
        return { branch: each.branch, target: each.branch.target ?? facts.status }
      }
    }
    return { refusal: wrongState(event, facts.status) }
  }

  const titleOf = (name: string): Bilingual => stateOf(definition, name)?.title ?? { zh: name, en: name }

  function wrongState(action: string, status: string): Refusal {
    return requestRefusals['wrong-state']({
      action,
      status,
      title: titleOf(status),
      allowed: commands.get(status) ?? [],
    })
  }

  return Object.freeze({
    definition,
    state: (name: string) => stateOf(definition, name),
    titleOf,
    isOpen: (name: string) => isOpenState(stateOf(definition, name)),
    standing: (place: Place) => standingAt(definition, place),
    commands: (state: string) => commands.get(state) ?? [],
    step,
    wrongState,
  })
}
