import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { brokenSinks, sinkWith } from '../src/broken/sinks.js'
import { sinkConformance, sinkFacets } from '../src/sinks/index.js'
import { memorySink } from '../src/sinks/memory-sink.js'
import { failing } from './failing.js'

describe('a sink keeps the EventSink contract', () => sinkConformance({ describe, it }, sinkWith()))

describe('a sink whose system takes or refuses a batch whole keeps it too', () =>
  sinkConformance({ describe, it }, async () => {
    const { refuseOne: _, ...under } = await sinkWith()()
    return under
  }))

describe('the sink in memory keeps it too', () =>
  sinkConformance({ describe, it }, async () => {
    const sink = memorySink()
    return {
      sink,
      taken: () => structuredClone(sink.taken),
      provoke: { throttled: () => sink.answerNext(() => ({ ok: false, class: 'throttled', reason: 'too many' })) },
      breakOff: () => sink.answerNext(() => ({ ok: false, class: 'unknown', reason: 'cut' })),
      keepSilent: () => sink.answerNext(() => ({ ok: false, class: 'unknown', reason: 'called off' })),
      cleanup: async () => {},
    }
  }))

describe('the kit of sinks', () => {
  it.each(brokenSinks)('finds, in $facet and nowhere else, a sink that $defect', async ({ facet, create }) => {
    expect(await failing((runner) => sinkConformance(runner, create))).toEqual([sinkFacets[facet].name])
  })

  it('is tested on as many sinks as the README says', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    expect(readme).toContain(`tested on ${brokenSinks.length} broken sinks`)
  })

  it('is proved to find something in each of its facets', () => {
    expect(new Set(brokenSinks.map(({ facet }) => facet))).toEqual(new Set(Object.keys(sinkFacets)))
  })
})
