import { inBoth } from '../../errors/faults.js'
import { ConfigurationError } from '../../errors.js'
import { inWords } from '../../import/in-words.js'
import { branchesOf, entriesOf, type LifecycleDefinition } from './definition.js'
import { type BranchMeta, lifecycleMachine } from './machine.js'

function machineOf(lifecycle: LifecycleDefinition) {
  try {
    return lifecycleMachine(lifecycle, {}, {})
  } catch (error) {
    const { name } = lifecycle
    throw new ConfigurationError(
      inBoth(
        `流程 ${name} 无法载入：XState 不接受它（${inWords(error)}）。`,
        `The lifecycle ${name} cannot be loaded: XState does not accept it (${inWords(error)}).`,
      ),
      { lifecycle: name },
    )
  }
}

/**
 * Holds a place's own lifecycle to what XState makes of it: the machine has the same states, and for each command the same branches in the same order.
 * That of core is held to it by a test.
 *
 * @throws ConfigurationError naming the first state and command that differ
 */
export function holdToMachine(lifecycle: LifecycleDefinition): void {
  const { states } = machineOf(lifecycle)
  for (const [name, state] of Object.entries(lifecycle.states)) {
    const transitions = states[name]?.transitions
    for (const [command, entry] of Object.entries(entriesOf(lifecycle, state))) {
      const read = (transitions?.get(command) ?? []).map(({ meta }) => (meta as unknown as BranchMeta).branch)
      const branches = branchesOf(entry)
      if (read.length === branches.length && branches.every((branch, place) => branch === read[place])) continue
      throw new ConfigurationError(
        inBoth(
          `流程 ${lifecycle.name} 无法载入：XState 对 ${name}.on.${command} 的理解不同。`,
          `The lifecycle ${lifecycle.name} cannot be loaded: XState reads ${name}.on.${command} otherwise.`,
        ),
        { lifecycle: lifecycle.name, state: name, command },
      )
    }
  }
}
