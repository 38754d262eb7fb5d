import type { Bilingual } from '../../contracts/text.js'
import type { Refusal } from '../../import/refusal.js'
import { lifecycleEvent, type RequestCommand } from '../commands.js'
import type { Law, LifecycleTable, RequestContext, Step } from '../context.js'
import type { RequestFacts } from '../facts.js'
import type { OwnCommand } from '../own/own-command.js'
import { requestRefusals } from '../refusals.js'
import { type Branch, branchesOf, entriesOf, isOpenState, type LifecycleDefinition, stateOf } from './definition.js'
import type { Condition } from './machine.js'
import { type Place, standingAt } from './standing-at.js'

interface CompiledBranch {
  readonly branch: Branch
  readonly holds: Condition | undefined
  readonly laws: readonly Law[]
}

const systemEvent = /^(expire:|warn$|escalate$|absorb$|release$|relocate$|echo$|relay$|dissent$)/

/** A lifecycle as the table that answers at run time. What XState makes of the same lifecycle answers alike: see `holdToMachine`. */
export function lifecycleTable(
  definition: LifecycleDefinition,
  laws: Readonly<Record<string, Law>>,
  conditions: Readonly<Record<string, Condition>>,
  own: Readonly<Record<string, Pick<OwnCommand, 'title'>>> = {},
): LifecycleTable {
  const table = new Map(
    Object.entries(definition.states).map(([name, state]) => [
      name,
      new Map(
        Object.entries(entriesOf(definition, state)).map(([event, entry]) => [
          event,
          branchesOf(entry).map(
            (branch): CompiledBranch => ({
              branch,
              holds: branch.when === undefined ? undefined : conditions[branch.when],
              laws: (branch.laws ?? []).map((law) => laws[law] as Law),
            }),
          ),
        ]),
      ),
    ]),
  )
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

  const possible: LifecycleTable['possible'] = (facts, command, context, judged) => {
    const event = lifecycleEvent(command)
    let refusal: Refusal | undefined
    for (const { holds, laws } of table.get(facts.status)?.get(event) ?? []) {
      const held =
        holds === undefined ? true : judged<boolean | undefined>(() => holds(facts, command, context), undefined)
      if (held === false) continue
      let refused: Refusal | undefined
      for (const law of laws) refused ??= judged(() => law(facts, command, context), undefined)
      if (refused === undefined) return undefined
      refusal ??= refused
      // The branch that is taken for certain has the last word.
      if (held) break
    }
    return refusal ?? wrongState(event, facts.status)
  }

  const titleOf = (name: string): Bilingual => stateOf(definition, name)?.title ?? { zh: name, en: name }

  function ownTitles(names: readonly string[]) {
    const titled = names.flatMap((name) => (Object.hasOwn(own, name) ? [[name, own[name]?.title] as const] : []))
    return titled.length === 0 ? {} : { titles: Object.fromEntries(titled) as Record<string, Bilingual> }
  }

  function wrongState(action: string, status: string): Refusal {
    return requestRefusals['wrong-state']({
      action,
      status,
      title: titleOf(status),
      allowed: commands.get(status) ?? [],
      ...ownTitles([action, ...(commands.get(status) ?? [])]),
    })
  }

  return Object.freeze({
    definition,
    state: (name: string) => stateOf(definition, name),
    titleOf,
    ownTitles,
    isOpen: (name: string) => isOpenState(stateOf(definition, name)),
    standing: (place: Place) => standingAt(definition, place),
    commands: (state: string) => commands.get(state) ?? [],
    step,
    possible,
    wrongState,
  })
}
