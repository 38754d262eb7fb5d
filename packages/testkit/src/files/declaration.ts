import { equal } from '../conformance/assert.js'
import type { FilesFacet } from './kit.js'

/** What a store says of itself. */
export const declaration: FilesFacet = {
  name: 'declaration',
  tests: [
    [
      'names the contract it keeps, and itself',
      async ({ files: { contract, name } }) => {
        equal(contract, 'huiyin.files/1', 'the contract')
        equal(typeof name === 'string' && name !== '', true, 'a name')
      },
    ],
  ],
}
