import { describe, expect, it } from 'vitest'
import { defaultLifecycle } from './default.js'
import type { OpenState } from './definition.js'
import { extendLifecycle } from './extend.js'
import { holdToMachine } from './hold-to-machine.js'

const title = { zh: '测试', en: 'test' }
const state = (on: OpenState['on']): OpenState => ({
  title,
  step: 'report',
  owner: 'dispatcher',
  clocks: ['dispatch'],
  on,
})

describe("a place's own lifecycle is held to what XState makes of it", () => {
  it('accepts that of core and one that a place extended', () => {
    holdToMachine(defaultLifecycle)
    const verifying = state({ confirm: [{ when: 'underWay', target: 'reported' }, {}] })
    holdToMachine(extendLifecycle(defaultLifecycle, { states: { verifying }, initial: 'verifying' }))
  })
  it('refuses a state that XState cannot be led to', () => {
    const change = { states: { 'on.site': state({}) }, on: { reported: { visit: { target: 'on.site' } } } }
    expect(() => holdToMachine(extendLifecycle(defaultLifecycle, change))).toThrow(/cannot be loaded: XState/)
  })
})
