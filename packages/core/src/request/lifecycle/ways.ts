import { systemCommands } from '../system-commands.js'
import { type Branch, branchesOf, clocksOf, entriesOf, isEnd, type LifecycleDefinition, stateOf } from './definition.js'

/** Clocks that are not late when they run out: they stop, and nobody is pressed afterwards. */
export const silentClocks: ReadonlySet<string> = new Set([
  'rate',
  'suspension',
  'extensionDecision',
  'appealReview',
  'reopenDecision',
])

// Not steps of a lifecycle: `decide` never asks it about them.
const steps = new Set<string>(['submit', 'eraseTexts', 'eraseAttachment', 'act'])

/** States to which any branch leads from these, themselves included. */
export function reachable(lifecycle: LifecycleDefinition, from: Iterable<string>): ReadonlySet<string> {
  const seen = new Set<string>(from)
  for (const name of seen) {
    const state = stateOf(lifecycle, name)
    if (state === undefined) continue
    for (const entry of Object.values(entriesOf(lifecycle, state)))
      for (const { target = name } of branchesOf(entry)) seen.add(target)
  }
  return seen
}

function happens(command: string, clocks: readonly string[], mayIssue: (command: string) => boolean): boolean {
  if (command.startsWith('expire:')) return clocks.includes(command.slice('expire:'.length))
  if (command === 'escalate') return clocks.some((clock) => !silentClocks.has(clock))
  return !steps.has(command) && !(systemCommands as readonly string[]).includes(command) && mayIssue(command)
}

/**
 * States from which somebody, or time, can bring a request to an end whatever its facts are. Who issues a command chooses among conditions that are `given`;
 * any other may hold or not, so both ways must lead on, and any other law may refuse.
 */
export function statesWithAWay(
  lifecycle: LifecycleDefinition,
  given: ReadonlySet<string>,
  mayIssue: (command: string) => boolean,
): ReadonlySet<string> {
  const won = new Set(Object.keys(lifecycle.states).filter((name) => isEnd(lifecycle.states[name] as never)))
  const leadsOn = (name: string, [branch, ...others]: readonly Branch[]): boolean => {
    if (branch === undefined) return false
    const { when, laws = [], target = name } = branch
    // A condition that did not hold here does not hold further down either.
    const rest = others.filter((each) => each.when !== when)
    const taken = won.has(target) && laws.every((law) => given.has(law))
    if (when === undefined) return taken
    return given.has(when) ? taken || leadsOn(name, rest) : taken && leadsOn(name, rest)
  }
  let before: number
  do {
    before = won.size
    for (const [name, state] of Object.entries(lifecycle.states)) {
      const out = Object.entries(entriesOf(lifecycle, state)).some(
        ([command, entry]) => happens(command, clocksOf(state), mayIssue) && leadsOn(name, branchesOf(entry)),
      )
      if (out) won.add(name)
    }
  } while (won.size > before)
  return won
}

/** States in which time alone goes round without anybody being late: only silent clocks run, and each leads to another such state. */
export function silentRounds(lifecycle: LifecycleDefinition): readonly string[] {
  const silent = new Map<string, readonly string[]>()
  for (const [name, state] of Object.entries(lifecycle.states)) {
    const clocks = clocksOf(state)
    if (!clocks.every((clock) => silentClocks.has(clock))) continue
    const entries = entriesOf(lifecycle, state)
    const expiries = clocks.flatMap((clock) => branchesOf(entries[`expire:${clock}`] ?? []))
    silent.set(
      name,
      expiries.map(({ target }) => target ?? name),
    )
  }
  return [...silent].flatMap(([name, targets]) => {
    const seen = new Set(targets)
    for (const each of seen) for (const target of silent.get(each) ?? []) seen.add(target)
    return seen.has(name) ? [name] : []
  })
}
