// `npm run pages`: builds, then writes the pages that are made from the code.
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { install } from './lib/install.mjs'
import { root } from './lib/project.mjs'
import { main, projectNode, run } from './lib/run.mjs'

await main(async () => {
  await install()
  await build()
  process.exitCode = (await run([projectNode(), join(root, 'scripts', 'write-pages.mjs')], { show: true })).code
})
