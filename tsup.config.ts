import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

type Targets = string | { readonly [condition: string]: Targets }

/** All built files that a map of `exports` or `imports` points to. */
const builtFiles = (targets: Targets): string[] =>
  typeof targets === 'string' ? [targets] : Object.values(targets).flatMap(builtFiles)

// Runs with the package as working directory. The layout of dist is that of src: ./dist/a/b.js is built from src/a/b.ts.
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const entry = Object.fromEntries(
  builtFiles({ ...manifest.exports, ...manifest.imports, ...manifest.bin })
    .filter((file) => /^\.\/dist\/.*\.js$/.test(file))
    .map((file) => file.slice('./dist/'.length, -'.js'.length))
    .map((name) => [name, `src/${name}.ts`]),
)

export default defineConfig({
  entry,
  format: 'esm',
  target: 'es2023',
  platform: 'neutral',
  external: ['#platform', /^node:/],
  removeNodeProtocol: false, // node:sqlite exists under that name only
  clean: true,
  sourcemap: true,
  // Other packages are seen as their users see them: built, through node_modules.
  dts: { compilerOptions: { paths: { '#platform': ['./src/platform/portable.ts'] }, types: ['node'] } },
  silent: true,
})
