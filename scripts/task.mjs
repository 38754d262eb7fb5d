// Commands of package.json that install what is missing, build where that is needed, and then are one program of a dependency or of ours.
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { install } from './lib/install.mjs'
import { root } from './lib/project.mjs'
import { main, projectNode, run, StepFailed, tool } from './lib/run.mjs'

const tasks = {
  build: { built: true },
  // Writes the pages that are made from the code.
  pages: { built: true, program: () => [projectNode(), join(root, 'scripts/write-pages.mjs')] },
  // Formats, and applies the safe fixes of the linter.
  format: { program: () => [...tool('biome', '@biomejs/biome'), 'check', '--write'] },
  // Asks what a user will notice of a change, and keeps the answer in .changeset/.
  changeset: { program: () => tool('changeset', '@changesets/cli') },
}

await main(async () => {
  const [name, ...given] = process.argv.slice(2)
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined
  if (task === undefined) throw new StepFailed(`There is no task ${name}. There are: ${Object.keys(tasks).join(', ')}.`)
  await install()
  if (task.built) await build()
  if (task.program) process.exitCode = (await run([...task.program(), ...given], { show: true })).code
})
