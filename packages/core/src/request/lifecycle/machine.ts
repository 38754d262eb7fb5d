import { and, type createMachine, not, setup } from 'xstate'
import type { RequestCommand } from '../commands.js'
import type { Law, RequestContext } from '../context.js'
import type { RequestFacts } from '../facts.js'
import { type Branch, branchesOf, entriesOf, isEnd, type LifecycleDefinition } from './definition.js'

/** A question about facts and command that picks a branch. Pure. */
export type Condition = (facts: RequestFacts, command: RequestCommand, context: RequestContext) => boolean

/** What an event of the machine carries, so that guards can be the laws themselves. */
export interface MachineEvent {
  readonly type: string
  readonly facts: RequestFacts
  readonly command: RequestCommand
  readonly context: RequestContext
}

/** What is written on each transition of the machine, read back when the table is walked from it. */
export interface BranchMeta {
  readonly branch: Branch
}

// A branch is taken when no earlier one's condition holds, its own does, and its laws agree.
function guardOf(branch: Branch, earlier: readonly Branch[]) {
  const guards = [
    // Loading has proved that only the last branch is without a condition.
    ...earlier.map((each) => not(each.when as string)),
    ...(branch.when === undefined ? [] : [branch.when]),
    ...(branch.laws ?? []),
  ]
  return and(guards as never)
}

function transitionsOf(name: string, on: Readonly<Record<string, Branch | readonly Branch[]>>) {
  return Object.fromEntries(
    Object.entries(on).map(([event, entry]) => {
      const branches = branchesOf(entry)
      const transitions = branches.map((branch, position) => ({
        guard: guardOf(branch, branches.slice(0, position)),
        // Staying is a transition to itself: XState does not count one without a target as possible.
        target: branch.target ?? name,
        meta: { branch } satisfies BranchMeta,
      }))
      return [event, transitions]
    }),
  )
}

/**
 * The lifecycle as an XState v5 machine: topology and guard names only, the guards derived from the laws. It is what is proved, drawn
 * and model-tested; at run time the table walked from it answers.
 */
export function lifecycleMachine(
  lifecycle: LifecycleDefinition,
  laws: Readonly<Record<string, Law>>,
  conditions: Readonly<Record<string, Condition>>,
) {
  const guards = Object.fromEntries([
    ...Object.entries(laws).map(([name, law]) => [
      name,
      ({ event }: { event: MachineEvent }) => law(event.facts, event.command, event.context) === undefined,
    ]),
    ...Object.entries(conditions).map(([name, holds]) => [
      name,
      ({ event }: { event: MachineEvent }) => holds(event.facts, event.command, event.context),
    ]),
  ])
  const states = Object.fromEntries(
    Object.entries(lifecycle.states).map(([name, state]) => [
      name,
      {
        tags: [isEnd(state) ? 'end' : 'open'],
        on: transitionsOf(name, entriesOf(lifecycle, state)),
      },
    ]),
  )
  const config = { id: lifecycle.name.replaceAll('.', '-'), initial: lifecycle.initial, states } as Parameters<
    typeof createMachine
  >[0]
  return setup({ types: {} as { events: MachineEvent }, guards: guards as never }).createMachine(config as never)
}
