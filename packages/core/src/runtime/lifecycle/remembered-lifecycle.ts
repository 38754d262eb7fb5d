import type { Editions } from '../../edition/editions.js'
import { lifecycleEvent } from '../../request/commands.js'
import type { LifecycleTable } from '../../request/context.js'
import { isOpenState } from '../../request/lifecycle/definition.js'
import { type Place, type ShownState, standingAt } from '../../request/lifecycle/standing-at.js'
import { requestRefusals } from '../../request/refusals.js'

/**
 * A lifecycle that also knows what states of recorded lifecycles were called, as far as the one in force has no such state: a request that ended years ago
 * stands where it stood then, in the words of then.
 */
export function rememberedLifecycle(table: LifecycleTable, recorded: Pick<Editions, 'stateOf'>): LifecycleTable {
  const remembered = (name: string, open: boolean) => recorded.stateOf(name, open) as ShownState | undefined
  const titleOf = (name: string) =>
    (table.state(name) ?? remembered(name, false) ?? remembered(name, true))?.title ?? table.titleOf(name)

  function wrongState(action: string, status: string) {
    const allowed = table.commands(status)
    const titles = table.ownTitles([action, ...allowed])
    return requestRefusals['wrong-state']({ action, status, title: titleOf(status), allowed, ...titles })
  }

  function standing(place: Place) {
    const { status, open } = place
    const state = table.state(status)
    const was = state !== undefined && isOpenState(state) === open ? undefined : remembered(status, open)
    return was === undefined ? table.standing(place) : standingAt({ states: { [status]: was } }, place)
  }

  return Object.freeze({
    ...table,
    titleOf,
    wrongState,
    standing,
    step: (...[facts, command, context]: Parameters<LifecycleTable['step']>) =>
      table.state(facts.status) === undefined
        ? { refusal: wrongState(lifecycleEvent(command), facts.status) }
        : table.step(facts, command, context),
  })
}
