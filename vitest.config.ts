import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const minute = 60_000
const { HUIYIN_FAULTS: length } = process.env
const long = length === 'full'
const patience = (long ? 90 : 15) * minute

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    // Tests run against the sources; scripts/check-docs.mjs and the examples run against the built packages.
    alias: [
      { find: '#platform', replacement: source('./packages/core/src/platform/node.ts') },
      { find: /^@huiyin\/core\/([a-z-]+)$/, replacement: `${source('./packages/core/src/entry')}/$1.ts` },
      { find: /^@huiyin\/testkit\/([a-z-]+)$/, replacement: `${source('./packages/testkit/src')}/$1.ts` },
      { find: /^@huiyin\/([a-z0-9-]+)$/, replacement: `${source('./packages')}/$1/src/index.ts` },
    ],
  },
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'examples/*/{src,test}/**/*.test.ts', 'scripts/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Against what hangs, and nothing else: a test takes as long as it takes, on whatever machine.
    testTimeout: patience,
    hookTimeout: patience,
    teardownTimeout: patience,
    passWithNoTests: true,
    setupFiles: length ? ['packages/core/test/runs.ts'] : [],
  },
})
