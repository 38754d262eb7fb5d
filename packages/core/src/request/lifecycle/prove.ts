import { knownNames } from '../../errors/known-names.js'
import { ConfigurationError } from '../../errors.js'
import { branchesOf, entriesOf, isEnd, type LifecycleDefinition, type OpenState, stateOf } from './definition.js'
import { proveTime } from './prove-time.js'
import { reachable, statesWithAWay } from './ways.js'

/** One thing a lifecycle breaks, with the state it breaks it in. */
export interface LifecycleFault {
  /** Name of the state it is in. */
  readonly state: string
  /** What is broken. */
  readonly fault:
    | 'no-clock' | 'no-owner' | 'clock-without-expiry' | 'clock-without-escalation' | 'clock-unknown' | 'no-way-to-an-end' | 'unreachable' | 'no-echo'
    | 'time-may-be-refused' | 'clock-stays-silent' | 'appeal-without-review' | 'name-reserved'
    | 'target-unknown' | 'law-unknown' | 'condition-unknown' | 'initial-unknown' | 'initial-is-end' | 'branch-unreachable' // biome-ignore format: a list
  /** In words, for whoever wrote the lifecycle. */
  readonly message: string
}

/** What a lifecycle may name. */
export interface LifecycleVocabulary {
  /** Names a branch may use in `laws`. */
  readonly laws: ReadonlySet<string>
  /** Names a branch may use in `when`. */
  readonly conditions: ReadonlySet<string>
  /** Names for which the deadline policy has a limit. */
  readonly clocks: ReadonlySet<string>
  /** Laws and conditions that whoever issues the command can meet, or that agree in time. A way to an end goes through no others. Absent: none. */
  readonly given?: ReadonlySet<string>
  /** Whether anybody is allowed to issue a command. Absent: somebody may issue each. */
  readonly mayIssue?: (command: string) => boolean
}

const owners: readonly string[] = ['dispatcher', 'supervisor', 'unit', 'requester'] satisfies OpenState['owner'][]

// Names that every object inherits: facts and policies hold clocks and states by name.
const isReserved = (name: string): boolean => name in {}

/**
 * Everything a lifecycle breaks: a state that rests without a clock or an owner, a clock nothing happens at the end of, or before and after it, a law or
 * condition that could refuse what time does, a state from which nobody can bring every request to an end or which is never reached, an end that does not
 * echo to the resident, a name that is not defined. Empty when it holds.
 */
export function proveLifecycle(lifecycle: LifecycleDefinition, known: LifecycleVocabulary): LifecycleFault[] {
  const faults: LifecycleFault[] = []
  const names = Object.keys(lifecycle.states)
  const report = (state: string, fault: LifecycleFault['fault'], message: string) =>
    faults.push({ state, fault, message })

  const first = stateOf(lifecycle, lifecycle.initial)
  if (first === undefined)
    report(
      lifecycle.initial,
      'initial-unknown',
      `the initial state ${lifecycle.initial} is not defined (${knownNames(lifecycle.initial, names).en})`,
    )
  else if (isEnd(first)) report(lifecycle.initial, 'initial-is-end', `the initial state ${lifecycle.initial} is an end`)

  for (const [name, state] of Object.entries(lifecycle.states)) {
    const entries = entriesOf(lifecycle, state)
    for (const each of [name, ...Object.keys(entries), ...(isEnd(state) ? [] : (state.clocks ?? []))])
      if (isReserved(each))
        report(name, 'name-reserved', `${name} uses the name ${each}, which every object has; choose another`)
    for (const [command, entry] of Object.entries(entries)) {
      const branches = branchesOf(entry)
      branches.forEach((branch, position) => {
        const place = `${name}.on.${command}`
        if (branch.target !== undefined && stateOf(lifecycle, branch.target) === undefined)
          report(
            name,
            'target-unknown',
            `${place} leads to ${branch.target}, which is not defined (${knownNames(branch.target, names).en})`,
          )
        if (branch.when !== undefined && !known.conditions.has(branch.when))
          report(
            name,
            'condition-unknown',
            `${place} asks for the condition ${branch.when}, which is not defined (${knownNames(branch.when, known.conditions).en})`,
          )
        for (const law of branch.laws ?? [])
          if (!known.laws.has(law))
            report(
              name,
              'law-unknown',
              `${place} names the law ${law}, which is not defined (${knownNames(law, known.laws).en})`,
            )
        if (branch.when === undefined && position < branches.length - 1)
          report(name, 'branch-unreachable', `${place} has branches after one without a condition`)
      })
    }
    if (isEnd(state)) {
      if (!state.echo?.zh || !state.echo?.en) report(name, 'no-echo', `the end ${name} tells the resident nothing`)
      continue
    }
    if (!owners.includes(state.owner)) report(name, 'no-owner', `nobody owns the request in ${name}`)
    if (!state.clocks?.length) report(name, 'no-clock', `no clock runs in ${name}`)
    // A clock warns before and goes on asking after; where nobody listens, a request that is late rests.
    for (const command of ['warn', 'escalate'])
      if (state.clocks?.length && !Object.hasOwn(entries, command))
        report(
          name,
          'clock-without-escalation',
          `in ${name} nothing happens when its clock ${state.clocks.join(', ')} asks to ${command} (no ${command})`,
        )
    for (const clock of state.clocks ?? []) {
      if (!known.clocks.has(clock))
        report(
          name,
          'clock-unknown',
          `${name} runs the clock ${clock}, for which the deadline policy has no limit (${knownNames(clock, known.clocks).en})`,
        )
    }
  }

  proveTime(lifecycle, report)
  const reached = reachable(lifecycle, [lifecycle.initial])
  for (const name of names)
    if (!reached.has(name)) report(name, 'unreachable', `no path leads from ${lifecycle.initial} to ${name}`)
  const { given = new Set<string>(), mayIssue = () => true } = known
  const ways = statesWithAWay(lifecycle, given, mayIssue)
  for (const name of names)
    if (!ways.has(name))
      report(
        name,
        'no-way-to-an-end',
        `from ${name} no end can be reached, whatever the facts are, by a command that somebody may issue and no law of facts refuses`,
      )
  return faults
}

/** Throws a {@link ConfigurationError} that lists every fault, the states named. */
export function assertLifecycle(lifecycle: LifecycleDefinition, known: LifecycleVocabulary): void {
  const faults = proveLifecycle(lifecycle, known)
  if (faults.length === 0) return
  throw new ConfigurationError(
    `The lifecycle ${lifecycle.name} cannot be loaded: ${faults.map((each) => each.message).join('; ')}.`,
    { lifecycle: lifecycle.name, faults },
  )
}
