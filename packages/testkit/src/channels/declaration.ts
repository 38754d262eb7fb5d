import { equal } from '../conformance/assert.js'
import type { ChannelFacet } from './kit.js'

/** What a channel says of itself is what core will accept. */
export const declaration: ChannelFacet = {
  name: 'declaration',
  tests: [
    [
      'names the contract it keeps, a queue of its own and an audience',
      async ({ channel: { contract, name, audience } }) => {
        equal(contract, 'huiyin.channel/1', 'the contract')
        equal(
          typeof name === 'string' && name !== '' && name !== 'huiyin',
          true,
          'a name that is not the queue of core',
        )
        equal(['resident', 'unit', 'dispatcher', 'supervisor'].includes(audience), true, 'a known audience')
      },
    ],
    [
      'sends one message or more at a time, and skips or blocks behind a dead letter',
      async ({ channel: { concurrency = 8, onDeadLetter = 'skip' } }) => {
        equal(Number.isInteger(concurrency) && concurrency >= 1, true, 'a concurrency of 1 or more')
        equal(onDeadLetter === 'skip' || onDeadLetter === 'block', true, 'onDeadLetter is skip or block')
      },
    ],
    [
      'says how long a send may take in whole milliseconds, ten minutes at most, and can be asked if it says so',
      async ({ channel: { timeout = 30_000, lookUp } }) => {
        equal(Number.isInteger(timeout) && timeout >= 1 && timeout <= 600_000, true, 'a timeout from 1 to 600 000')
        equal(lookUp === undefined || typeof lookUp === 'function', true, 'lookUp is a function, or absent')
      },
    ],
  ],
}
