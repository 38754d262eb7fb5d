// Build the packages in the order of their dependencies, those whose inputs changed.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs'
import { filesBelow, packagesInBuildOrder, root } from './project.mjs'
import { must, projectNode, step } from './run.mjs'

const shared = ['tsup.config.ts', 'tsconfig.base.json', 'pnpm-lock.yaml'].map((file) => join(root, file))

const stampOf = (member, earlier) => ({
  inputs: fingerprint([
    ...shared,
    join(member.path, 'package.json'),
    join(member.path, 'tsconfig.json'),
    ...filesBelow(join(member.path, 'src'), (file) => !/\.test(-d)?\.ts$/.test(file)),
  ]),
  outputs: fingerprint(filesBelow(join(member.path, 'dist'))),
  earlier, // a change in one package rebuilds all that come after it
})

const equal = (a, b) => JSON.stringify(a) === JSON.stringify(b)

/** Build all packages that are not built already. */
export async function build() {
  await step('构建 build', async () => {
    const built = []
    const earlier = []
    for (const member of packagesInBuildOrder()) {
      const name = `build-${member.folder.replace('/', '-')}`
      if (!equal(readStamp(name), stampOf(member, earlier))) {
        rmSync(join(member.path, 'dist'), { recursive: true, force: true })
        await must([projectNode(), '--run', 'build'], `${member.name} could not be built`, { cwd: member.path })
        writeStamp(name, stampOf(member, earlier))
        built.push(member.name)
      }
      earlier.push(stampOf(member, earlier).outputs)
    }
    return built.length === 0 ? '已是最新 up to date' : built.join(', ')
  })
}
