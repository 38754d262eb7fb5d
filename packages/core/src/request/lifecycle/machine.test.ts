import { contextAt, handling, system } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { createActor } from 'xstate'
import { issued } from '../../../test/own-commands.js'
import type { Branch, LifecycleDefinition } from './definition.js'
import { lifecycleMachine, type MachineEvent } from './machine.js'

const title = { zh: '测试', en: 'test' }
const { facts, now } = handling()
const refusal = { code: 'wrong-state', message: title, details: {} } as never

/** Where an event leads from the first state, and whether it is possible there, for conditions that hold and laws that refuse. */
function led(
  go: Branch | readonly Branch[],
  { holds = [], refuses = [] }: { holds?: string[]; refuses?: string[] } = {},
) {
  const end = { title, end: 'closed', echo: title }
  const definition: LifecycleDefinition = {
    name: 'ours/1.0',
    initial: 'first',
    continuing: [],
    states: { first: { title, step: 'handle', owner: 'unit', clocks: ['resolve'], on: { go } }, one: end, two: end },
    everywhere: { look: {} },
  }
  const laws = { strict: () => (refuses.includes('strict') ? refusal : undefined), mild: () => undefined }
  const conditions = { a: () => holds.includes('a'), b: () => holds.includes('b') }
  const machine = lifecycleMachine(definition, laws, conditions)
  const event = (type: string): MachineEvent => ({
    type,
    facts,
    command: { name: 'act', input: issued(type) },
    context: contextAt(now, system),
  })
  const actor = createActor(machine).start()
  const possible = actor.getSnapshot().can(event('go') as never)
  actor.send(event('go') as never)
  const snapshot = actor.getSnapshot()
  return {
    to: snapshot.value,
    possible,
    tags: [...snapshot.tags],
    id: machine.id,
    looks: snapshot.can(event('look') as never),
  }
}

describe('the machine of a lifecycle', () => {
  it('takes the first branch whose condition holds, when its laws agree', () => {
    const branches = [
      { when: 'a', target: 'one' },
      { laws: ['mild', 'strict'], target: 'two' },
    ]
    expect(led(branches, { holds: ['a'], refuses: ['strict'] })).toMatchObject({ to: 'one', possible: true })
    expect(led(branches)).toMatchObject({ to: 'two', possible: true })
    expect(led(branches, { refuses: ['strict'] })).toMatchObject({ to: 'first', possible: false })
  })
  it('takes no later branch when the laws of an earlier one whose condition holds refuse', () => {
    const branches = [
      { when: 'a', laws: ['strict'], target: 'one' },
      { when: 'b', target: 'two' },
    ]
    expect(led(branches, { holds: ['a', 'b'], refuses: ['strict'] })).toMatchObject({ to: 'first', possible: false })
    expect(led(branches, { holds: ['b'], refuses: ['strict'] })).toMatchObject({ to: 'two' })
    expect(led(branches)).toMatchObject({ to: 'first', possible: false })
  })
  it('can be asked to stay, and knows which states are ends', () => {
    expect(led({})).toMatchObject({ to: 'first', possible: true, tags: ['open'], looks: true })
    expect(led({ target: 'one' })).toMatchObject({ to: 'one', tags: ['end'], looks: false })
    expect(led({}).id).toBe('ours/1-0')
  })
})
