// `npm run demo`: from a fresh clone to one day of grid governance, in one command.
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { install } from './lib/install.mjs'
import { root } from './lib/project.mjs'
import { main, projectNode, run, StepFailed, step } from './lib/run.mjs'

await main(async () => {
  await install()
  await build()
  const options = { cwd: join(root, 'examples/jiaozhou'), show: true }
  await step(
    '演示：胶州市 demo: Jiaozhou',
    async () => {
      const { code } = await run([projectNode(), '--run', 'start', '--', ...process.argv.slice(2)], options)
      if (code !== 0)
        throw new StepFailed(`The demo ended with exit code ${code}; its last lines above say why. 演示未能完成。`)
    },
    { quiet: false },
  )
})
