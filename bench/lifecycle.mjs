// One command from decision to hash, and the lifecycle table against XState's own transition() on the same step.

import { internals } from './internals.mjs'
import { interleave } from './lib.mjs'

export const name = 'lifecycle and commands 流程与命令'

const core = () =>
  internals(
    'lifecycle',
    `
    export { initialTransition, transition } from 'xstate'
    export { lifecycleEvent } from './packages/core/src/request/commands.ts'
    export { defaultLifecycle } from './packages/core/src/request/lifecycle/default.ts'
    export { lifecycleMachine } from './packages/core/src/request/lifecycle/machine.ts'
    export { conditions } from './packages/core/src/request/rules/conditions.ts'
    export { laws } from './packages/core/src/request/rules/index.ts'
    export { decide } from './packages/core/src/request/decide/index.ts'
    export { requestKind } from './packages/core/src/runtime/request-kind.ts'
    export { outcomeOf } from './packages/core/src/record/change.ts'
    export { chainEvents } from './packages/core/src/record/chain.ts'
    export { createDestinations } from './packages/core/src/record/destinations.ts'
    export { measures } from './packages/core/src/evaluation/measures/measures.ts'
    export { systemDigest } from './packages/core/src/platform/node.ts'
    export * from './packages/testkit/src/scenario.ts'
  `,
  )

// Each command from a state that permits it, by an actor with the permission.
const steps = (core) => {
  const { scenario, dispatched, handling, awaitingRating, dispatcher, handler, resident, supervisor, system, sealed } =
    core
  return [
    ['dispatch', scenario(), dispatcher, {}],
    ['claim', dispatched(), handler, {}],
    ['returnBack', handling(), handler, { reason: sealed }],
    ['suspend', handling(), handler, { reasonCode: 'season' }],
    ['requestExtension', handling(), handler, { by: { workingDays: 1 }, reason: sealed }],
    ['reply', handling(), handler, { text: sealed }],
    ['rate (satisfied)', awaitingRating(), resident, { grade: 5 }],
    ['rate (dissatisfied)', awaitingRating(), resident, { grade: 1 }],
    ['supervise', handling(), supervisor, {}],
    ['expire resolve', handling().at('2022-01-20 10:00'), system, { clock: 'resolve' }],
  ]
}

export async function run() {
  const parts = await core()
  const {
    transition,
    lifecycleMachine,
    defaultLifecycle,
    laws,
    conditions,
    lifecycleEvent,
    contextAt,
    decide,
    requestKind,
    outcomeOf,
    chainEvents,
    createDestinations,
    measures,
    systemDigest,
    table,
    initialTransition,
  } = parts
  const machine = lifecycleMachine(defaultLifecycle, laws, conditions)
  const [first] = initialTransition(machine)
  const kind = requestKind(measures)
  const destinations = createDestinations()
  const ref = { bucket: 1, type: 'request', id: 'q-1' }
  const rows = []
  for (const [what, walk, by, input] of steps(parts)) {
    const command = { name: what.split(' ')[0], input }
    const { facts } = walk
    const context = contextAt(walk.now, by)
    const event = { type: lifecycleEvent(command), facts, command, context }
    const snapshot = machine.resolveState({ value: facts.status, context: first.context })
    const record = { ...ref, version: facts.version, head: '0'.repeat(64), body: '', index: {}, updatedAt: 0 }
    const actor = { id: by.id, kind: by.kind }
    const path = () => {
      const { events } = decide(facts, command, context)
      const numbered = events.map((each, position) => ({
        at: walk.now,
        by: actor,
        data: each.data,
        seq: facts.version + position + 1,
        type: each.type,
      }))
      let next = facts
      for (const each of numbered) next = kind.evolve(next, each)
      return [next, chainEvents(systemDigest, record.head, numbered)]
    }
    const whole = () => {
      const drafted = decide(facts, command, context).events
      return outcomeOf({
        kind,
        ref,
        record,
        facts,
        drafted,
        now: walk.now,
        by: actor,
        digest: systemDigest,
        destinations,
        vault: [],
        command: undefined,
      })
    }
    const decided = decide(facts, command, context)
    if ('refusal' in decided || decided.events.length === 0) throw new Error(`${what} is refused, or changes nothing`)
    const xstate = () => transition(machine, snapshot, event)
    const alone = await interleave({ ours: () => table.step(facts, command, context), peer: xstate })
    rows.push({
      what: `${what}: table step`,
      ...alone,
      peerName: 'XState transition()',
      unit: 'µs',
      met: alone.ratio >= 20,
    })
    const both = await interleave({ ours: path, peer: xstate })
    rows.push({
      what: `${what}: decide + evolve + encode + hash`,
      ...both,
      peerName: 'XState transition() alone',
      unit: 'µs',
    })
    const all = await interleave({ ours: whole, peer: xstate })
    rows.push({
      what: `${what}: the whole change, projections and body too`,
      ...all,
      peerName: 'XState transition() alone',
      unit: 'µs',
    })
  }
  const medians = rows
    .filter((row) => row.what.includes('hash'))
    .map((row) => row.ours)
    .sort((a, b) => a - b)
  const median = medians[medians.length >> 1]
  rows.push({
    // An absolute bar: printed, not judged, since machines differ.
    what: 'median command against the bar of 25 µs',
    ours: median,
    peer: 25,
    peerName: 'bar',
    unit: 'µs',
    ratio: 25 / median,
  })
  return rows
}
