// `npm run diagram`: builds, then writes docs/lifecycle.md anew.
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { install } from './lib/install.mjs'
import { root } from './lib/project.mjs'
import { main, projectNode, run } from './lib/run.mjs'

await main(async () => {
  await install()
  await build()
  process.exitCode = (await run([projectNode(), join(root, 'scripts', 'lifecycle-page.mjs')], { show: true })).code
})
