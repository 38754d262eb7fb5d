import { fileURLToPath } from 'node:url'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const doors = ['calendar', 'contracts', 'evaluation', 'plugin']

/** What child processes of tests are made of: a module here, and the sources of what it imports. */
export const childrenOf = (works: string) => ({
  works: new URL(works, import.meta.url),
  alias: {
    ...Object.fromEntries(doors.map((door) => [`@huiyin/core/${door}`, source(`../../core/src/entry/${door}.ts`)])),
    '@huiyin/core': source('../../core/src/index.ts'),
    '@huiyin/testkit/processes': source('../../testkit/src/processes.ts'),
    '@huiyin/testkit': source('../../testkit/src/index.ts'),
    '#platform': source('../../core/src/platform/node.ts'),
  },
})
