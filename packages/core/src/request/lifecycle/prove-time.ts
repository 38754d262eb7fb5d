import { branchesOf, clocksOf, entriesOf, isEnd, type LifecycleDefinition } from './definition.js'
import { reachable, silentClocks, silentRounds } from './ways.js'

/** Takes one fault: the state, the kind, and the sentence in Chinese and English. */
type Report = (
  state: string,
  fault:
    | 'clock-without-expiry'
    | 'time-may-be-refused'
    | 'clock-stays-silent'
    | 'appeal-without-review'
    | 'ask-without-decision',
  zh: string,
  en: string,
) => void

// Clocks that a command begins beside those of the states, and where they run on.
const beside: Readonly<Record<string, readonly string[]>> = {
  coHandle: ['dispatch', 'assignCoHandler'],
  extensionDecision: ['requestExtension'],
}

/** What time does must never be refused, and must never come to nothing. */
export function proveTime(lifecycle: LifecycleDefinition, report: Report): void {
  const states = Object.entries(lifecycle.states).map(
    ([name, state]) => [name, state, entriesOf(lifecycle, state)] as const,
  )
  const noExpiry = (name: string, clock: string) =>
    report(
      name,
      'clock-without-expiry',
      `${name} 状态下，时限 ${clock} 到期后无人处理（没有 expire:${clock}）`,
      `nothing happens in ${name} when its clock ${clock} runs out (no expire:${clock})`,
    )

  for (const [name, , entries] of states)
    for (const [command, entry] of Object.entries(entries)) {
      if (!command.startsWith('expire:') && command !== 'warn' && command !== 'escalate') continue
      const branches = branchesOf(entry)
      const last = branches.at(-1)
      if (last === undefined || last.when !== undefined || branches.some(({ laws = [] }) => laws.length > 0))
        report(
          name,
          'time-may-be-refused',
          `${name}.on.${command} 可能被拒绝：时间触发的命令须以无条件的分支收尾，且不带规则`,
          `${name}.on.${command} may be refused: what time does ends in a branch without a condition, and has no laws`,
        )
    }

  const staying = new Set<string>()
  for (const [name, state, entries] of states)
    for (const clock of clocksOf(state)) {
      const entry = entries[`expire:${clock}`]
      if (entry === undefined) noExpiry(name, clock)
      else if (silentClocks.has(clock) && branchesOf(entry).some(({ target = name }) => target === name)) {
        staying.add(name)
        report(
          name,
          'clock-stays-silent',
          `${name} 的时限 ${clock} 到期后状态不变，也不记任何人超期：请让 expire:${clock} 转到另一状态`,
          `${name} stays when its clock ${clock} runs out, and nobody is late: let expire:${clock} lead to another state`,
        )
      }
    }
  for (const name of silentRounds(lifecycle))
    if (!staying.has(name))
      report(
        name,
        'clock-stays-silent',
        `随着时间推移，${name} 又回到 ${name}，始终不记任何人超期`,
        `from ${name} time leads back to ${name}, and nobody is ever late`,
      )

  for (const [clock, commands] of Object.entries(beside)) {
    const began = states.filter(([, , entries]) => commands.some((command) => Object.hasOwn(entries, command)))
    const within = reachable(
      lifecycle,
      began.map(([name]) => name),
    )
    for (const [name, state, entries] of states)
      if (within.has(name) && !isEnd(state) && !clocksOf(state).includes(clock) && !entries[`expire:${clock}`])
        noExpiry(name, clock)
  }
  for (const [name, , entries] of states) {
    if (Object.hasOwn(entries, 'reviewAppeal') && !Object.hasOwn(entries, 'expire:appealReview'))
      noExpiry(name, 'appealReview')
    if (Object.hasOwn(entries, 'decideReopen') && !Object.hasOwn(entries, 'expire:reopenDecision'))
      noExpiry(name, 'reopenDecision')
    if (Object.hasOwn(entries, 'askReopen') && !Object.hasOwn(entries, 'decideReopen'))
      report(
        name,
        'ask-without-decision',
        `${name} 状态下的重办申请会搁置：没有人可以审批（没有 decideReopen）`,
        `an application to reopen in ${name} would rest: nobody can decide on it there (no decideReopen)`,
      )
    if (Object.hasOwn(entries, 'relay') && !Object.hasOwn(entries, 'expire:rate')) noExpiry(name, 'rate')
    if (Object.hasOwn(entries, 'appeal') && !Object.hasOwn(entries, 'reviewAppeal'))
      report(
        name,
        'appeal-without-review',
        `${name} 状态下的申诉会搁置：没有人可以复核（没有 reviewAppeal）`,
        `an appeal in ${name} would rest: nobody can review it there (no reviewAppeal)`,
      )
  }
}
