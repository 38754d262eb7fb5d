import { ConfigurationError } from '../../errors.js'
import { branchesOf, isEnd, type LifecycleDefinition, type LifecycleState } from './definition.js'

/** One thing a lifecycle breaks, with the state it breaks it in. */
export interface LifecycleFault {
  /** Name of the state it is in. */
  readonly state: string
  /** What is broken. */
  readonly fault:
    | 'no-clock' | 'no-owner' | 'clock-without-expiry' | 'clock-without-escalation' | 'clock-unknown' | 'no-way-to-an-end' | 'unreachable' | 'no-echo'
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
}

function targetsOf(state: LifecycleState): string[] {
  return Object.values(state.on ?? {}).flatMap((entry) => branchesOf(entry).flatMap((branch) => branch.target ?? []))
}

function reach(from: Iterable<string>, next: (name: string) => readonly string[]): Set<string> {
  const seen = new Set<string>(from)
  for (const name of seen) for (const target of next(name)) seen.add(target)
  return seen
}

/**
 * Everything a lifecycle breaks: a state that rests without a clock or an owner, a clock nothing happens at the end of, or before and after it, a state from
 * which no end can be reached or which is never reached, an end that does not echo to the resident, a name that is not defined.
 * Empty when it holds.
 */
export function proveLifecycle(lifecycle: LifecycleDefinition, known: LifecycleVocabulary): LifecycleFault[] {
  const faults: LifecycleFault[] = []
  const names = Object.keys(lifecycle.states)
  const report = (state: string, fault: LifecycleFault['fault'], message: string) =>
    faults.push({ state, fault, message })

  const first = lifecycle.states[lifecycle.initial]
  if (first === undefined)
    report(lifecycle.initial, 'initial-unknown', `the initial state ${lifecycle.initial} is not defined`)
  else if (isEnd(first)) report(lifecycle.initial, 'initial-is-end', `the initial state ${lifecycle.initial} is an end`)

  for (const [name, state] of Object.entries(lifecycle.states)) {
    for (const [command, entry] of Object.entries({ ...state.on, ...(isEnd(state) ? {} : lifecycle.everywhere) })) {
      const branches = branchesOf(entry)
      branches.forEach((branch, position) => {
        const place = `${name}.on.${command}`
        if (branch.target !== undefined && !(branch.target in lifecycle.states))
          report(name, 'target-unknown', `${place} leads to ${branch.target}, which is not defined`)
        if (branch.when !== undefined && !known.conditions.has(branch.when))
          report(name, 'condition-unknown', `${place} asks for the condition ${branch.when}, which is not defined`)
        for (const law of branch.laws ?? [])
          if (!known.laws.has(law)) report(name, 'law-unknown', `${place} names the law ${law}, which is not defined`)
        if (branch.when === undefined && position < branches.length - 1)
          report(name, 'branch-unreachable', `${place} has branches after one without a condition`)
      })
    }
    if (isEnd(state)) {
      if (!state.echo?.zh || !state.echo?.en) report(name, 'no-echo', `the end ${name} tells the resident nothing`)
      continue
    }
    if (!state.owner) report(name, 'no-owner', `nobody owns the request in ${name}`)
    if (!state.clocks?.length) report(name, 'no-clock', `no clock runs in ${name}`)
    // A clock warns before and goes on asking after; where nobody listens, a request that is late rests.
    for (const command of ['warn', 'escalate'])
      if (state.clocks?.length && !(state.on?.[command] ?? lifecycle.everywhere?.[command]))
        report(
          name,
          'clock-without-escalation',
          `in ${name} nothing happens when its clock ${state.clocks.join(', ')} asks to ${command} (no ${command})`,
        )
    for (const clock of state.clocks ?? []) {
      if (!known.clocks.has(clock))
        report(name, 'clock-unknown', `${name} runs the clock ${clock}, for which the deadline policy has no limit`)
      if (!state.on?.[`expire:${clock}`])
        report(
          name,
          'clock-without-expiry',
          `nothing happens in ${name} when its clock ${clock} runs out (no expire:${clock})`,
        )
    }
  }

  const forward = reach([lifecycle.initial], (name) =>
    targetsOf(lifecycle.states[name] ?? { title: { zh: '', en: '' }, end: '', echo: { zh: '', en: '' } }),
  )
  for (const name of names)
    if (!forward.has(name)) report(name, 'unreachable', `no path leads from ${lifecycle.initial} to ${name}`)

  const sources = new Map<string, string[]>()
  for (const name of names)
    for (const target of targetsOf(lifecycle.states[name] as LifecycleState))
      sources.set(target, [...(sources.get(target) ?? []), name])
  const ends = names.filter((name) => isEnd(lifecycle.states[name] as LifecycleState))
  const backward = reach(ends, (name) => sources.get(name) ?? [])
  for (const name of names)
    if (!backward.has(name)) report(name, 'no-way-to-an-end', `from ${name} no end can be reached`)
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
