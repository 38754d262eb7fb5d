import { describe, expect, it } from 'vitest'
import { brokenChannels, channelWith } from '../src/broken/channels.js'
import { channelConformance, channelFacets } from '../src/channels/index.js'
import type { ChannelFactory } from '../src/channels/kit.js'

/** Runs the whole kit in this process. The facets in which the channel failed. */
async function failing(create: ChannelFactory): Promise<string[]> {
  const failed = new Set<string>()
  const tests: { readonly facet: string; readonly body: () => Promise<void> }[] = []
  let facet = ''
  channelConformance(
    {
      describe: (name, body) => {
        facet = name
        body()
      },
      it: (_name, body) => void tests.push({ facet, body }),
    },
    create,
  )
  for (const test of tests) await test.body().catch(() => void failed.add(test.facet))
  return [...failed]
}

describe('a channel keeps the NotificationChannel contract', () => channelConformance({ describe, it }, channelWith()))

describe('a channel that can look up what it sent keeps it too', () =>
  channelConformance(
    { describe, it },
    channelWith(({ taken }) => ({ lookUp: async ({ id }) => (taken.includes(id) ? 'sent' : 'notSent') })),
  ))

describe('the kit of channels', () => {
  it.each(brokenChannels)('finds, in $facet and nowhere else, a channel that $defect', async ({ facet, create }) => {
    expect(await failing(create)).toEqual([channelFacets[facet].name])
  })

  it('is proved to find something in each of its facets', () => {
    expect(new Set(brokenChannels.map(({ facet }) => facet))).toEqual(new Set(Object.keys(channelFacets)))
  })
})
