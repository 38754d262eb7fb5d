import {
  at,
  awaitingRating,
  contextAt,
  dispatched,
  dispatcher,
  handling,
  resident,
  scenario,
  sealed,
  supervisor,
  system,
  table,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { initialTransition, transition } from 'xstate'
import { lifecycleEvent, type RequestCommand } from '../../../src/request/commands.js'
import type { RequestFacts } from '../../../src/request/facts.js'
import { defaultLifecycle } from '../../../src/request/lifecycle/default.js'
import { lifecycleMachine } from '../../../src/request/lifecycle/machine.js'
import { conditions } from '../../../src/request/rules/conditions.js'
import { laws } from '../../../src/request/rules/index.js'
import { issued } from '../../own-commands.js'

const machine = lifecycleMachine(defaultLifecycle, laws, conditions)

// Histories that make laws and conditions answer both ways; every one is tried in every state.
const histories: RequestFacts[] = [
  scenario().facts,
  dispatched().facts,
  handling().do(dispatcher, 'assignCoHandler', { unit: 'water' }).facts,
  awaitingRating().facts,
  awaitingRating().do(resident, 'rate', { grade: 1 }).facts,
  awaitingRating().do(resident, 'rate', { grade: 5 }).facts,
  awaitingRating('2022-01-04 10:00').do(resident, 'rate', { grade: 5 }).do(resident, 'askReopen', { reason: sealed })
    .facts,
  scenario()
    .do(dispatcher, 'merge', { into: 'q-2' }, { other: { ...scenario().facts, id: 'q-2' } })
    .do(system, 'relay', { request: 'q-2', at: 0, unit: 'housing', round: 0 }).facts,
  handling().at('2022-01-12 10:00').do(system, 'expire', { clock: 'resolve' }).do(supervisor, 'supervise', {}).facts,
]

const commands: RequestCommand[] = [
  { name: 'dispatch', input: {} },
  { name: 'dispatch', input: { unit: 'nobody' } },
  { name: 'answerOnTheSpot', input: { text: sealed } },
  { name: 'decline', input: { reasonCode: 'scope', reason: sealed } },
  { name: 'void', input: { reason: sealed } },
  { name: 'withdraw', input: {} },
  { name: 'claim', input: {} },
  { name: 'returnBack', input: { reason: sealed } },
  { name: 'transfer', input: { unit: 'water' } },
  { name: 'transfer', input: { unit: 'housing' } },
  { name: 'assignCoHandler', input: { unit: 'water' } },
  { name: 'coReply', input: { unit: 'water', text: sealed } },
  { name: 'suspend', input: { reasonCode: 'season' } },
  { name: 'suspend', input: { reasonCode: 'none' } },
  { name: 'resume', input: {} },
  { name: 'requestExtension', input: { by: { workingDays: 1 }, reason: sealed } },
  { name: 'requestExtension', input: { by: { workingDays: 99 }, reason: sealed } },
  { name: 'decideExtension', input: { granted: true } },
  { name: 'reply', input: { text: sealed } },
  { name: 'check', input: { passed: true } },
  { name: 'check', input: { passed: false } },
  { name: 'rate', input: { grade: 5 } },
  { name: 'rate', input: { grade: 1 } },
  { name: 'rate', input: { grade: 9 } },
  { name: 'followUp', input: { reached: false } },
  { name: 'followUp', input: { reached: true } },
  { name: 'followUp', input: { reached: true, contacted: true, solved: 'solved', satisfied: 'satisfied' } },
  { name: 'followUp', input: { reached: true, contacted: true, solved: 'unsolved', satisfied: 'dissatisfied' } },
  { name: 'urge', input: {} },
  { name: 'supervise', input: {} },
  { name: 'merge', input: { into: 'q-2' } },
  { name: 'unmerge', input: {} },
  {
    name: 'split',
    input: {
      parts: [
        { category: 'heating', description: sealed },
        { category: 'none', description: sealed },
      ],
    },
  },
  { name: 'forceClose', input: { reason: sealed } },
  { name: 'reclassify', input: { category: 'works' } },
  { name: 'reclassify', input: { category: 'none' } },
  { name: 'appeal', input: { about: 'overdue', reason: sealed } },
  { name: 'appeal', input: { about: 'return', reason: sealed } },
  { name: 'reviewAppeal', input: { appeal: 'a1', approve: true } },
  { name: 'askReopen', input: { reason: sealed } },
  { name: 'decideReopen', input: { granted: true, reason: sealed } },
  { name: 'decideReopen', input: { granted: false, reason: sealed } },
  { name: 'reopen', input: { reason: sealed } },
  { name: 'act', input: issued('nothing-of-the-kind') },
  { name: 'warn', input: { clock: 'resolve' } },
  { name: 'escalate', input: { clock: 'resolve' } },
  { name: 'absorb', input: { from: 'q-2' } },
  { name: 'relay', input: { request: 'q-2', at: 0, unit: 'housing', round: 0 } },
  { name: 'dissent', input: { from: 'q-2', round: 0 } },
  { name: 'release', input: { from: 'q-2' } },
  { name: 'echo', input: { from: 'q-2', end: 'closed', at: 0 } },
  { name: 'relocate', input: { area: '370281001' } },
  { name: 'relocate', input: { area: 'nowhere' } },
  ...[
    'dispatch',
    'claim',
    'resolve',
    'suspension',
    'check',
    'rate',
    'rectify',
    'extensionDecision',
    'reopenDecision',
    'coHandle/water',
  ].map((clock): RequestCommand => ({ name: 'expire', input: { clock } })),
]

describe('the table answers as XState does', () => {
  it('over every state, command, history and two moments', () => {
    const [start] = initialTransition(machine)
    let compared = 0
    let moved = 0
    for (const status of Object.keys(defaultLifecycle.states)) {
      const snapshot = machine.resolveState({ value: status, context: start.context })
      for (const history of histories) {
        for (const moment of [at('2022-01-04 11:00'), at('2022-03-01 09:00')]) {
          for (const command of commands) {
            const facts = { ...history, status }
            const context = contextAt(moment, system)
            const step = table.step(facts, command, context)
            const event = { type: lifecycleEvent(command), facts, command, context }
            const taken = snapshot.can(event)
            const [next] = transition(machine, snapshot, event)
            expect({ status, command, taken, next: next.value }).toEqual({
              status,
              command,
              taken: !('refusal' in step),
              next: 'refusal' in step ? status : step.target,
            })
            compared++
            if (!('refusal' in step) && step.target !== status) moved++
          }
        }
      }
    }
    expect(compared).toBe(Object.keys(defaultLifecycle.states).length * histories.length * 2 * commands.length)
    expect(moved).toBeGreaterThan(300)
  })
})
