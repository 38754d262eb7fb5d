import { at, dispatcher, handler, handling, scenario, sealed, supervisor } from '@huiyin/testkit/scenario'
import { expect, it } from 'vitest'
import { issued } from '../../../test/own-commands.js'
import { defaultLifecycle } from '../lifecycle/default.js'
import type { OpenState } from '../lifecycle/definition.js'
import { extendLifecycle } from '../lifecycle/extend.js'
import { lifecycleTable } from '../lifecycle/table.js'
import { conditions } from '../rules/conditions.js'
import { laws } from '../rules/index.js'

// A place in which a request may also wait for another office, without a suspension.
const waiting: OpenState = {
  title: { zh: '等待会签', en: 'waiting for another office' },
  step: 'handle',
  owner: 'unit',
  clocks: ['dispatch'],
  paused: ['resolve'],
  on: { goOn: { target: 'handling' }, 'expire:dispatch': {} },
}
const change = { states: { waiting }, on: { handling: { wait: { target: 'waiting' } } } }
const ours = {
  lifecycle: lifecycleTable(extendLifecycle(defaultLifecycle, change), laws, conditions),
  authorise: () => undefined,
}
const act = (walk: ReturnType<typeof handling>, command: string) => walk.do(handler, 'act', issued(command), ours)
const pauses = (walk: ReturnType<typeof handling>) => walk.facts.clocks.resolve?.pauses.map(({ to }) => to)

it('a deadline that stands still in a state of a place goes on when that is left, whatever suspension there was', () => {
  const never = act(act(handling('2022-01-04 10:00'), 'wait').at('2022-03-01 10:00'), 'goOn')
  expect(pauses(never)).toEqual([at('2022-03-01 10:00')])
  const before = handling('2022-01-04 10:00').do(handler, 'suspend', { reasonCode: 'season' })
  before.at('2022-01-05 10:00').do(handler, 'resume', {})
  expect(pauses(act(act(before, 'wait').at('2022-03-01 10:00'), 'goOn'))).toEqual([
    at('2022-01-05 10:00'),
    at('2022-03-01 10:00'),
  ])
})

it('time for a review begins anew after a merger for the appeal that waits, not for one that was decided', () => {
  const { merged } = defaultLifecycle.states
  const without = { ...merged, on: { unmerge: { target: 'reassigning' } } } as never
  const lifecycle = lifecycleTable(extendLifecycle(defaultLifecycle, { states: { merged: without } }), laws, conditions)
  const other = { ...scenario().facts, id: 'q-2' }
  const walk = handling('2022-01-04 10:00')
    .do(handler, 'returnBack', { reason: sealed })
    .do(handler, 'appeal', { about: 'return', reason: sealed })
    .do(supervisor, 'reviewAppeal', { appeal: 'a1', approve: false })
    .do(handler, 'appeal', { about: 'return', reason: sealed })
    .at('2022-01-05 10:00')
    .do(dispatcher, 'merge', { into: 'q-2' }, { other, lifecycle })
    .at('2022-01-06 10:00')
    .do(dispatcher, 'unmerge', {}, { lifecycle })
  expect(walk.facts.clocks['appealReview/a2']).toMatchObject({ startedAt: at('2022-01-06 10:00') })
  expect(walk.facts.clocks['appealReview/a1']).toMatchObject({ stoppedAt: at('2022-01-04 10:00') })
})
