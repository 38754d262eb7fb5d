// What an application pays for importing Huiyin: minified by esbuild, compressed by gzip.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

export const name = 'bundle size 打包体积'

const cases = [
  {
    what: "import { createWorkCalendar } from '@huiyin/core/calendar'",
    contents: "export { createWorkCalendar } from '@huiyin/core/calendar'",
    external: [],
    bar: 8,
  },
  {
    what: "export * from '@huiyin/core/words', with everything in it",
    contents: "export * from '@huiyin/core/words'",
    external: [],
    bar: 15,
  },
  {
    what: 'the whole of @huiyin/core, without xstate, zod, date-fns',
    contents: "export * from '@huiyin/core'",
    external: ['xstate', 'zod', 'date-fns'],
    bar: 60,
  },
]

async function gzipKb({ contents, external }) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: dirname(fileURLToPath(import.meta.url)), loader: 'js' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser', // as in a mini-program or a page: node:* imports would fail the build
    target: 'es2023',
    external,
    logLevel: 'silent',
  })
  return gzipSync(outputFiles[0].contents, { level: 9 }).length / 1024
}

export async function run() {
  const rows = []
  for (const one of cases) {
    const ours = await gzipKb(one)
    rows.push({
      what: one.what,
      ours,
      peer: one.bar,
      peerName: 'KB bar',
      unit: 'KB gzip',
      ratio: one.bar / ours,
      met: ours <= one.bar,
    })
  }
  return rows
}
