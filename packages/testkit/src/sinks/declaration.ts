import { equal } from '../conformance/assert.js'
import type { SinkFacet } from './kit.js'

/** What a sink says of itself is what core will accept. */
export const declaration: SinkFacet = {
  name: 'declaration',
  tests: [
    [
      'names the contract it keeps, a queue of its own and the events it waits for',
      async ({ sink: { contract, name, on } }) => {
        equal(contract, 'huiyin.sink/1', 'the contract')
        const own = typeof name === 'string' && name !== '' && name !== 'huiyin'
        equal(own, true, 'a name that is not the queue of core')
        equal(Array.isArray(on) && on.length > 0, true, 'a list of events')
      },
    ],
    [
      'takes batches of 1 to 1000 events, one batch or more at a time, in ten minutes at most',
      async ({ sink: { batch = 200, concurrency = 1, timeout = 30_000, onDeadLetter = 'skip' } }) => {
        equal(Number.isInteger(batch) && batch >= 1 && batch <= 1000, true, 'a batch of 1 to 1000')
        equal(Number.isInteger(concurrency) && concurrency >= 1, true, 'a concurrency of 1 or more')
        equal(Number.isInteger(timeout) && timeout >= 1 && timeout <= 600_000, true, 'a timeout from 1 to 600 000')
        equal(onDeadLetter === 'skip' || onDeadLetter === 'block', true, 'onDeadLetter is skip or block')
      },
    ],
  ],
}
