import { at, dispatcher, handler, handling, sealed, supervisor } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'

describe('another category', () => {
  it('keeps granted extensions and pauses of the deadline', () => {
    const walk = handling('2022-01-04 10:00')
      .do(handler, 'requestExtension', { by: { workingDays: 2 }, reason: sealed })
      .do(supervisor, 'decideExtension', { granted: true })
      .at('2022-01-05 10:00')
      .do(handler, 'suspend', { reasonCode: 'inspection' })
      .at('2022-01-07 10:00')
      .do(handler, 'resume', {})
      .do(dispatcher, 'reclassify', { category: 'works' })
    const { resolve } = walk.facts.clocks
    expect(resolve?.limit).toEqual({ workingDays: 5 })
    expect(resolve?.extensions).toHaveLength(1)
    expect(resolve?.pauses).toEqual([
      { from: at('2022-01-05 10:00'), to: at('2022-01-07 10:00'), reason: 'inspection' },
    ])
  })
})

describe('a clock that runs on', () => {
  it('says no longer why it stood still', () => {
    const suspended = handling('2022-01-04 10:00').do(handler, 'suspend', { reasonCode: 'inspection' })
    expect(suspended.facts.clocks.resolve).toMatchObject({ pauseReason: 'inspection' })
    const resumed = suspended.at('2022-01-05 10:00').do(handler, 'resume', {})
    expect(Object.keys(resumed.facts.clocks.resolve ?? {})).not.toContain('pauseReason')
    const reclassified = resumed.do(dispatcher, 'reclassify', { category: 'works' })
    expect(Object.keys(reclassified.facts.clocks.resolve ?? {})).not.toContain('pauseReason')
  })
})
