import { ConformanceError, deepEqual, equal, sameItems } from '../conformance/assert.js'
import { testPerson } from './host.js'
import { type ChannelFacet, notice, outcome, type StartedChannel, send } from './kit.js'

const addressesAt = ({ gateway }: StartedChannel) => gateway.sent().map(({ to }) => to)

/** A channel asks who is reached where each time it sends. One that needs no address passes. */
export const addressing: ChannelFacet = {
  name: 'addressing',
  tests: [
    [
      'sends to the address that the host gives, the changed one too',
      async (under) => {
        if (under.channel.via === undefined) return
        for (const number of [1, 2] as const) {
          under.host.reach([testPerson(under.channel, number)])
          equal(await outcome(send(under, notice(under.channel, number))), 'sent', 'the answer')
        }
        const wanted = [1, 2].map((number) => testPerson(under.channel, number as 1 | 2).address)
        deepEqual(addressesAt(under), wanted, 'addresses at the provider')
      },
    ],
    [
      'sends to everybody that the receiver stands for',
      async (under) => {
        if (under.channel.via === undefined) return
        const people = [testPerson(under.channel, 1), testPerson(under.channel, 2)]
        under.host.reach(people)
        equal(await outcome(send(under, notice(under.channel))), 'sent', 'the answer')
        sameItems(addressesAt(under), people.map(({ address }) => address), 'addresses at the provider') // biome-ignore format: one thought
      },
    ],
    [
      'leaves out a message to nobody: no dead letter, and nothing is sent',
      async (under) => {
        if (under.channel.via === undefined) return
        under.host.reach([])
        equal(await outcome(send(under, notice(under.channel))), 'skipped', 'the answer')
        deepEqual(under.gateway.sent(), [], 'what the provider has')
      },
    ],
    [
      'does not settle a message when nobody can say who is reached',
      async (under) => {
        if (under.channel.via === undefined) return
        under.host.reach(new Error('the directory is away'))
        const answer = await outcome(send(under, notice(under.channel)))
        if (!['thrown', 'transient', 'unknown'].includes(answer))
          throw new ConformanceError(`a directory that is away: expected a failure that is sent again, got ${answer}`)
        deepEqual(under.gateway.sent(), [], 'what the provider has')
      },
    ],
  ],
}
