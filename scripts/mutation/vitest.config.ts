// What a mutant is tried against: the tests of core; for `audit` also those of tampering with a file and its rows, which take longer than all others.
import { mergeConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import base from '../../vitest.config.js'

/** The first test that notices a mutant ends its run: the shortest files go first. */
class ShortestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const took = (file: TestSpecification) => this.ctx.cache.getTestSpecificationResult(file)?.duration ?? 0
    return files.toSorted((a, b) => took(a) - took(b))
  }
}

export default mergeConfig(base, {
  test: {
    // One process for all of them, and no worlds of hundreds of steps: what one of those kills says nothing about which law broke.
    isolate: false,
    sequence: { sequencer: ShortestFirst },
    exclude: [
      '**/{parity,invariants,recomputation,broken-lifecycles,options-page,nonsense}.test.ts',
      'packages/{testkit,storage-postgres}/**',
      'packages/cli/{src,test/files,test/upgrade}/**',
      'packages/cli/test/*.test.ts',
      'examples/**',
      'scripts/**',
      '**/*.servers.test.ts',
      'packages/storage-sqlite/{src,test/faults}/**',
      ...(process.env.HUIYIN_MUTATED_AUDIT
        ? ['packages/storage-sqlite/test/!(tampering).test.ts']
        : ['packages/storage-sqlite/**', 'packages/cli/**']),
    ],
    // A mutant may loop for ever.
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})
