import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { channelWith } from '../src/broken/channel-specimen.js'
import { brokenChannels } from '../src/broken/channels.js'
import { channelConformance, channelFacets } from '../src/channels/index.js'
import { failing } from './failing.js'

describe('a channel keeps the NotificationChannel contract', () => channelConformance({ describe, it }, channelWith()))

describe('a channel that needs no address, cannot be asked, wants everything and has nothing to open keeps it too', () =>
  channelConformance(
    { describe, it },
    channelWith(({ post }) => ({
      ...({ via: undefined, wants: undefined, start: undefined, stop: undefined, check: undefined } as object),
      ...({ find: undefined, rate: undefined } as object),
      send: async ({ id }, { signal }) => {
        try {
          const answer = await post({ id, to: 'the board' }, signal)
          return answer === 'taken' ? { ok: true } : { ok: false, class: answer.code, reason: 'refused' }
        } catch {
          return { ok: false, class: 'unknown', reason: 'no answer' }
        }
      },
    })),
  ))

describe('the kit of channels', () => {
  it.each(brokenChannels)('finds, in $facet and nowhere else, a channel that $defect', async ({ facet, create }) => {
    expect(await failing((runner) => channelConformance(runner, create))).toEqual([channelFacets[facet].name])
  })

  it('is tested on as many channels as the README says', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    expect(readme).toContain(`tested on ${brokenChannels.length} broken channels`)
  })

  it('is proved to find something in each of its facets', () => {
    expect(new Set(brokenChannels.map(({ facet }) => facet))).toEqual(new Set(Object.keys(channelFacets)))
  })
})
