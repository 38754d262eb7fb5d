import { equal } from '../conformance/assert.js'
import type { ChannelFacet } from './kit.js'

const kinds = ['resident', 'unit', 'dispatcher', 'supervisor', 'member', 'person']
const isWhole = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most

/** What a channel says of itself is what core will accept. */
export const declaration: ChannelFacet = {
  name: 'declaration',
  tests: [
    [
      'names the contract it keeps, a queue of its own and whom it carries messages for',
      async ({ channel: { contract, name, audience, via } }) => {
        equal(contract, 'huiyin.channel/2', 'the contract')
        const own = typeof name === 'string' && name !== '' && name !== 'huiyin'
        equal(own, true, 'a name that is not the queue of core')
        const list = typeof audience === 'string' ? [audience] : audience
        equal(list.length > 0 && list.every((each) => kinds.includes(each)), true, 'known audiences, one or more')
        equal(via === undefined || (typeof via === 'string' && via !== ''), true, 'a kind of address, or none')
      },
    ],
    [
      'says how much it takes at a time, how long that may take, and what follows a dead letter',
      async ({ channel: { concurrency = 8, onDeadLetter = 'skip', timeout = 30_000, rate } }) => {
        equal(isWhole(concurrency, 1, Number.MAX_SAFE_INTEGER), true, 'a concurrency of 1 or more')
        equal(onDeadLetter === 'skip' || onDeadLetter === 'block', true, 'onDeadLetter is skip or block')
        equal(isWhole(timeout, 1, 600_000), true, 'a timeout from 1 to 600 000')
        const { messages, per } = rate ?? { messages: 1, per: 1 }
        equal(isWhole(messages, 1, Number.MAX_SAFE_INTEGER), true, 'a rate of 1 message or more')
        equal(isWhole(per, 1, 86_400_000), true, 'a rate for 1 to 86 400 000 milliseconds')
      },
    ],
  ],
}
