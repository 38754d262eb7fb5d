import { scenario } from '@huiyin/testkit/scenario'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RequestCommand } from '../../../src/request/commands.js'
import { defaultLifecycle } from '../../../src/request/lifecycle/default.js'
import {
  type Branch,
  isEnd,
  type LifecycleDefinition,
  type OpenState,
} from '../../../src/request/lifecycle/definition.js'
import { extendLifecycle } from '../../../src/request/lifecycle/extend.js'
import { proveLifecycle } from '../../../src/request/lifecycle/prove.js'
import { lifecycleTable } from '../../../src/request/lifecycle/table.js'
import { requestRefusals } from '../../../src/request/refusals.js'
import { conditions } from '../../../src/request/rules/conditions.js'
import { given } from '../../../src/request/rules/given.js'
import { laws } from '../../../src/request/rules/index.js'
import { systemCommands } from '../../../src/request/system-commands.js'
import { defaultSlaPolicy } from '../../../src/sla/policy.js'
import { runs } from '../../runs.js'

const { facts } = scenario('2022-01-04 10:00')
const names = Object.keys(defaultLifecycle.states)
const openNames = names.filter((name) => !isEnd(defaultLifecycle.states[name] as OpenState))
const conditionNames = Object.keys(conditions)
const silent = ['rate', 'suspension', 'extensionDecision', 'appealReview', 'reopenDecision']
const byTime = (command: string) => command.startsWith('expire:') || command === 'warn' || command === 'escalate'

// Every answer that these conditions can give together.
const answers = (of: readonly string[]): ReadonlySet<string>[] =>
  Array.from({ length: 2 ** of.length }, (_, bits) => new Set(of.filter((_name, place) => (bits >> place) % 2 === 1)))

// Plays the table itself, with laws and conditions that answer as they are told. It knows nothing of the prover.
function walker(lifecycle: LifecycleDefinition) {
  let holding: ReadonlySet<string> = new Set()
  let refusing: (law: string) => boolean = () => true
  const refusal = requestRefusals['not-permitted']({ action: '', actor: '', needs: [] })
  const table = lifecycleTable(
    lifecycle,
    Object.fromEntries(Object.keys(laws).map((law) => [law, () => (refusing(law) ? refusal : undefined)])),
    Object.fromEntries(conditionNames.map((name) => [name, () => holding.has(name)])),
  )
  const play = (status: string, command: string, holds: ReadonlySet<string>, refuses: (law: string) => boolean) => {
    holding = holds
    refusing = refuses
    const issued = command.startsWith('expire:')
      ? { name: 'expire', input: { clock: command.slice('expire:'.length) } }
      : { name: command, input: {} }
    const step = table.step({ ...facts, status } as never, issued as unknown as RequestCommand, {} as never)
    return 'refusal' in step ? undefined : step.target
  }
  const entries = (name: string) => {
    const state = lifecycle.states[name] as OpenState
    return { ...(isEnd(state) ? {} : lifecycle.everywhere), ...state.on }
  }
  const asked = (name: string, command: string): readonly string[] => {
    const entry = entries(name)[command] as Branch | Branch[]
    return [...new Set([entry].flat().flatMap(({ when }) => when ?? []))]
  }

  const refusedTime = names.filter((name) =>
    Object.keys(entries(name)).some(
      (command) =>
        byTime(command) &&
        answers(asked(name, command)).some((holds) => play(name, command, holds, () => true) === undefined),
    ),
  )

  function ends(mayIssue: (command: string) => boolean): ReadonlySet<string> {
    const over = new Set(names.filter((name) => isEnd(lifecycle.states[name] as OpenState)))
    const leads = (name: string, command: string): boolean => {
      const all = asked(name, command)
      const facts = answers(all.filter((each) => !given.has(each)))
      return answers(all.filter((each) => given.has(each))).some((chosen) =>
        facts.every((found) => {
          const target = play(name, command, new Set([...chosen, ...found]), (law) => !given.has(law))
          return target !== undefined && over.has(target)
        }),
      )
    }
    const offered = (name: string, command: string): boolean => {
      const { clocks } = lifecycle.states[name] as OpenState
      if (command.startsWith('expire:')) return clocks.some((clock) => command === `expire:${clock}`)
      if (command === 'escalate') return clocks.some((clock) => !silent.includes(clock))
      return !(systemCommands as readonly string[]).includes(command) && mayIssue(command)
    }
    // A request is at an end after at most as many steps as there are states, or never.
    for (const _ of names)
      for (const name of openNames)
        if (Object.keys(entries(name)).some((command) => offered(name, command) && leads(name, command))) over.add(name)
    return over
  }
  return { refusedTime, ends }
}

const branch: fc.Arbitrary<Branch> = fc.record(
  {
    when: fc.constantFrom('inRectification', 'needsCheck', 'checkPassed'),
    laws: fc.subarray(['returnLimit', 'overdueStays', 'coHandlersDone', 'unitKnown'], { maxLength: 2 }),
    target: fc.constantFrom(...names),
  },
  { requiredKeys: [] },
)
const entry = fc.oneof(fc.constant(null), fc.array(branch, { maxLength: 3 }))
const commands = [
  ...new Set(Object.values(defaultLifecycle.states).flatMap(({ on }) => Object.keys(on ?? {}))),
  'warn',
  'escalate',
  'finish',
]
const mutation = fc.tuple(fc.constantFrom(...openNames), fc.constantFrom(...commands), entry)
// Few of the ways out are left, so that what is left decides.
const ways = ['forceClose', 'withdraw', 'decline', 'void', 'merge', 'split']

describe('broken lifecycles by chance', () => {
  it('are refused for exactly the states in which a walker through the table finds that a request may rest', () => {
    let broken = 0
    let sound = 0
    fc.assert(
      fc.property(
        fc.array(mutation, { maxLength: 8 }),
        fc.subarray(ways),
        fc.subarray([...commands], { maxLength: 12 }),
        (mutations, removed, forbidden) => {
          const without = Object.fromEntries(removed.map((name) => [name, null]))
          const base = Object.fromEntries(openNames.map((name) => [name, without]))
          const lifecycle = mutations.reduce(
            (sum, [state, command, on]) => extendLifecycle(sum, { on: { [state]: { [command]: on } } }),
            extendLifecycle(defaultLifecycle, { on: base }),
          )
          const mayIssue = (command: string) => !forbidden.includes(command)
          const faults = proveLifecycle(lifecycle, {
            laws: new Set(Object.keys(laws)),
            conditions: new Set(conditionNames),
            clocks: new Set(Object.keys(defaultSlaPolicy.clocks)),
            given,
            mayIssue,
          })
          const at = (kind: string) => faults.filter(({ fault }) => fault === kind).map(({ state }) => state)
          const walked = walker(lifecycle)
          const ends = walked.ends(mayIssue)
          expect(at('no-way-to-an-end')).toEqual(names.filter((name) => !ends.has(name)))
          // A law on a branch that is never taken is refused as well, with the branch.
          const vain = (name: string) => twice(lifecycle, name) || at('branch-unreachable').includes(name)
          const named = new Set(at('time-may-be-refused'))
          expect(walked.refusedTime.filter((name) => !named.has(name))).toEqual([])
          expect([...named].filter((name) => !vain(name) && !walked.refusedTime.includes(name))).toEqual([])
          if (ends.size < names.length) broken++
          else sound++
        },
      ),
      { numRuns: runs(500), seed: 7 },
    )
    expect(Math.min(broken, sound)).toBeGreaterThan(40)
  }, 300_000)
})

function twice(lifecycle: LifecycleDefinition, name: string): boolean {
  return Object.values(lifecycle.states[name]?.on ?? {}).some((entry) => {
    const conditions = ([entry].flat() as Branch[]).flatMap(({ when }) => when ?? [])
    return new Set(conditions).size < conditions.length
  })
}
