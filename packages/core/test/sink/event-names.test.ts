import { memorySink } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { definePlugin } from '../../src/plugin/plugin.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'
import { eventNames } from '../../src/sink/event-names.js'

const polls = definePlugin({
  id: 'polls',
  records: [
    {
      kind: {
        type: 'polls.poll',
        events: ['polls.opened'],
        decide: () => ({ events: [] }),
        evolve: () => ({}),
        index: () => ({ status: 'open', open: true, createdAt: 0 }),
      },
      inputs: {},
      may: {},
    },
  ],
  setup: () => ({}),
})

describe('the names of events', () => {
  it('are all that core writes, each with its words', () => {
    const { eventNames: types } = createHuiyin({ storage: memoryStorage() })
    expect(Object.keys(eventNames).toSorted()).toEqual(types.toSorted())
    for (const { zh, en } of Object.values(eventNames)) expect([zh.trim(), en.trim()]).not.toContain('')
  })

  it('of a Huiyin hold those of its plugins', () => {
    const { eventNames: types } = createHuiyin({ storage: memoryStorage(), plugins: [polls] })
    expect(types).toContain('polls.opened')
  })
})

const made =
  (...sinks: readonly object[]) =>
  () =>
    createHuiyin({ storage: memoryStorage(), plugins: [polls], sinks: sinks as HuiyinOptions['sinks'] & object })
const odd = (more: object) => ({ ...memorySink(), ...more })

describe('sinks that would get nothing, or what was meant for another, are refused', () => {
  it.each([
    ['an event that there is not', [odd({ on: ['request.clamed'] })], 'did you mean request.claimed?'],
    ['a group that there is not', [odd({ on: ['requests.*'] })], 'waits for "requests.*", and there is no such event'],
    ['no event', [odd({ on: [] })], 'sinks.0 (memory) has no `on`'],
    ['all events in a text', [odd({ on: '*' })], 'has no `on`'],
    ['an event that is no text', [odd({ on: [1] })], 'has no `on`'],
    ['another contract', [odd({ contract: 'huiyin.sink/0' })], 'made for another contract (huiyin.sink/0)'],
    ['batches of none', [odd({ batch: 0 })], 'has the batch 0'],
    ['batches of more than 1000', [odd({ batch: 1001 })], 'has the batch 1001'],
    ['no way to publish', [odd({ publish: undefined })], 'has no publish'],
    ['no time', [odd({ timeout: 0 })], 'has the timeout 0'],
    ['the queue of core', [odd({ name: 'huiyin' })], 'core uses for itself'],
    ['one name for two', [memorySink(), memorySink()], 'sinks.1 (memory) has the name of another'],
    ['what is no sink', [null], 'sinks.0 is not a sink'],
  ])('%s', (_, sinks, said) => {
    expect(made(...(sinks as object[]))).toThrow(expect.objectContaining({ code: 'configuration' }))
    expect(made(...(sinks as object[]))).toThrow(said)
  })

  it('the name of a channel', () => {
    const channel = { contract: 'huiyin.channel/2', name: 'memory', audience: 'resident' } as const
    const channels = [{ ...channel, send: async () => ({ ok: true as const }) }]
    expect(() => createHuiyin({ storage: memoryStorage(), channels, sinks: [memorySink()] })).toThrow(
      'sinks.0 (memory) has the name of a channel or delivery',
    )
  })

  it('an origin that is no URI reference', () => {
    for (const eventOrigin of ['', 'our city', '城市'])
      expect(() => createHuiyin({ storage: memoryStorage(), eventOrigin })).toThrow('it takes a URI reference')
  })

  it('and those of a plugin’s events, of groups and of all are taken', () => {
    expect(made(odd({ on: ['polls.*', 'request.claimed', '*'] }))).not.toThrow()
  })
})
