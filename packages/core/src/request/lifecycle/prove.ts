import type { Bilingual } from '../../contracts/text.js'
import { refuseFaults } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'
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
    | 'time-may-be-refused' | 'clock-stays-silent' | 'appeal-without-review' | 'ask-without-decision' | 'name-reserved'
    | 'target-unknown' | 'law-unknown' | 'condition-unknown' | 'initial-unknown' | 'initial-is-end' | 'branch-unreachable' // biome-ignore format: a list
  /** In words, for whoever wrote the lifecycle. */
  readonly message: Bilingual
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

const owners: readonly string[] = [
  'dispatcher',
  'supervisor',
  'unit',
  'candidates',
  'requester',
] satisfies OpenState['owner'][]

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
  const report = (state: string, fault: LifecycleFault['fault'], zh: string, en: string) =>
    faults.push({ state, fault, message: { zh, en } })
  const reportUnknown = (
    state: string,
    fault: LifecycleFault['fault'],
    [name, there]: readonly [string, Iterable<string>],
    [zh, en]: readonly [string, string],
  ) => {
    const names = knownNames(name, there)
    report(state, fault, `${zh}（${names.zh}）`, `${en} (${names.en})`)
  }

  const first = stateOf(lifecycle, lifecycle.initial)
  if (first === undefined)
    reportUnknown(
      lifecycle.initial,
      'initial-unknown',
      [lifecycle.initial, names],
      [`初始状态 ${lifecycle.initial} 未定义`, `the initial state ${lifecycle.initial} is not defined`],
    )
  else if (isEnd(first))
    report(
      lifecycle.initial,
      'initial-is-end',
      `初始状态 ${lifecycle.initial} 是终态`,
      `the initial state ${lifecycle.initial} is an end`,
    )

  for (const [name, state] of Object.entries(lifecycle.states)) {
    const entries = entriesOf(lifecycle, state)
    for (const each of [name, ...Object.keys(entries), ...(isEnd(state) ? [] : (state.clocks ?? []))])
      if (isReserved(each))
        report(
          name,
          'name-reserved',
          `${name} 用了名称 ${each}，每个对象都有这一名称，请另取`,
          `${name} uses the name ${each}, which every object has; choose another`,
        )
    for (const [command, entry] of Object.entries(entries)) {
      const branches = branchesOf(entry)
      branches.forEach((branch, position) => {
        const place = `${name}.on.${command}`
        if (branch.target !== undefined && stateOf(lifecycle, branch.target) === undefined)
          reportUnknown(
            name,
            'target-unknown',
            [branch.target, names],
            [
              `${place} 转到 ${branch.target}，该状态未定义`,
              `${place} leads to ${branch.target}, which is not defined`,
            ],
          )
        if (branch.when !== undefined && !known.conditions.has(branch.when))
          reportUnknown(
            name,
            'condition-unknown',
            [branch.when, known.conditions],
            [
              `${place} 用到条件 ${branch.when}，该条件未定义`,
              `${place} asks for the condition ${branch.when}, which is not defined`,
            ],
          )
        for (const law of branch.laws ?? [])
          if (!known.laws.has(law))
            reportUnknown(
              name,
              'law-unknown',
              [law, known.laws],
              [`${place} 用到规则 ${law}，该规则未定义`, `${place} names the law ${law}, which is not defined`],
            )
        if (branch.when === undefined && position < branches.length - 1)
          report(
            name,
            'branch-unreachable',
            `${place} 在无条件的分支之后还有分支`,
            `${place} has branches after one without a condition`,
          )
      })
    }
    if (isEnd(state)) {
      if (!state.echo?.zh || !state.echo?.en)
        report(name, 'no-echo', `终态 ${name} 没有给居民的回音`, `the end ${name} tells the resident nothing`)
      continue
    }
    if (!owners.includes(state.owner))
      report(name, 'no-owner', `${name} 状态下诉求无人负责`, `nobody owns the request in ${name}`)
    if (!state.clocks?.length) report(name, 'no-clock', `${name} 状态下没有时限`, `no clock runs in ${name}`)
    // A clock warns before and goes on asking after; where nobody listens, a request that is late rests.
    for (const command of ['warn', 'escalate'])
      if (state.clocks?.length && !Object.hasOwn(entries, command))
        report(
          name,
          'clock-without-escalation',
          `${name} 状态下，时限 ${state.clocks.join('、')} 要求 ${command} 时无人处理（没有 ${command}）`,
          `in ${name} nothing happens when its clock ${state.clocks.join(', ')} asks to ${command} (no ${command})`,
        )
    for (const clock of state.clocks ?? []) {
      if (!known.clocks.has(clock))
        reportUnknown(
          name,
          'clock-unknown',
          [clock, known.clocks],
          [
            `${name} 运行时限 ${clock}，时限规则没有规定它`,
            `${name} runs the clock ${clock}, for which the deadline policy has no limit`,
          ],
        )
    }
  }

  proveTime(lifecycle, report)
  const reached = reachable(lifecycle, [lifecycle.initial])
  for (const name of names)
    if (!reached.has(name))
      report(
        name,
        'unreachable',
        `从 ${lifecycle.initial} 无法到达 ${name}`,
        `no path leads from ${lifecycle.initial} to ${name}`,
      )
  const { given = new Set<string>(), mayIssue = () => true } = known
  const ways = statesWithAWay(lifecycle, given, mayIssue)
  for (const name of names)
    if (!ways.has(name))
      report(
        name,
        'no-way-to-an-end',
        `从 ${name} 出发，并非无论事实如何都能到达终态：没有一条路，其命令有人可以发出，且不会被事实规则拒绝`,
        `from ${name} no end can be reached, whatever the facts are, by a command that somebody may issue and no law of facts refuses`,
      )
  return faults
}

/** Throws a {@link ConfigurationError} that lists every fault, the states named. */
export function assertLifecycle(lifecycle: LifecycleDefinition, known: LifecycleVocabulary): void {
  const { name } = lifecycle
  const faults = proveLifecycle(lifecycle, known)
  refuseFaults(
    `流程 ${name} 无法载入`,
    `The lifecycle ${name} cannot be loaded`,
    faults.map(({ message }) => message),
    { lifecycle: name, faults },
  )
}
