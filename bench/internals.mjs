// Parts of core that the package does not export, bundled from its sources for the benches that measure them one by one.
import { mkdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Imports `contents` (TypeScript, resolved from the root of the repository) as a module. */
export async function internals(name, contents) {
  const outfile = `${root}bench/results/.${name}.mjs`
  mkdirSync(`${root}bench/results`, { recursive: true })
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    outfile,
    nodePaths: [`${root}packages/core/node_modules`],
    alias: {
      ...Object.fromEntries(
        ['calendar', 'contracts', 'evaluation', 'plugin', 'words'].map((door) => [
          `@huiyin/core/${door}`,
          `${root}packages/core/src/entry/${door}.ts`,
        ]),
      ),
      '@huiyin/core': `${root}packages/core/src/index.ts`,
      '#platform': `${root}packages/core/src/platform/node.ts`,
    },
    logLevel: 'silent',
  })
  return import(pathToFileURL(outfile).href)
}
