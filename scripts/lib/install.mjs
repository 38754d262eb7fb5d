// Install the dependencies with the exact pnpm that package.json names. Only npm is expected on the machine.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs'
import { readJson, root, workspaceMembers } from './project.mjs'
import { projectNode, run, StepFailed, step } from './run.mjs'

const lockfile = join(root, 'pnpm-lock.yaml')

const stamp = () => ({
  platform: `${process.platform}-${process.arch}`,
  wanted: fingerprint([lockfile, join(root, 'pnpm-workspace.yaml'), ...manifests().map(({ file }) => file)]),
  // What pnpm itself recorded as installed: changes when anybody installs something else by hand.
  installed: fingerprint([join(root, 'node_modules/.pnpm/lock.yaml')]),
})

function manifests() {
  return [root, ...workspaceMembers().map(({ path }) => path)].map((folder) => {
    const file = join(folder, 'package.json')
    return { folder, file, manifest: readJson(file) }
  })
}

const directDependenciesPresent = () =>
  manifests().every(({ folder, manifest: { dependencies, devDependencies } }) =>
    Object.keys({ ...dependencies, ...devDependencies }).every((name) =>
      existsSync(join(folder, 'node_modules', name, 'package.json')),
    ),
  )

function upToDate() {
  const before = readStamp('install')
  const now = stamp()
  return before && Object.keys(now).every((key) => before[key] === now[key]) && directDependenciesPresent()
}

const hint = `The packages could not be installed. What usually helps:
  · no network, or a slow registry: npm config set registry https://registry.npmmirror.com
  · behind a proxy: set HTTPS_PROXY
  · a package.json changed and the lockfile did not: npx pnpm install, and commit pnpm-lock.yaml
  · a damaged install: delete the folder node_modules and try again
依赖安装失败：请检查网络，必要时改用国内镜像（上面第一条），或删除 node_modules 后重试。`

/** Install unless everything is in place already. */
export async function install() {
  await step('安装依赖 install dependencies', async () => {
    if (upToDate()) return '已是最新 up to date'
    const { packageManager } = readJson(join(root, 'package.json'))
    // Through a shell on Windows only, where npx is a .cmd file.
    const options = { shell: process.platform === 'win32', env: { CI: 'true' } }
    const { code, output } = await run(['npx', '--yes', packageManager, 'install', '--frozen-lockfile'], options)
    if (code !== 0) throw new StepFailed(hint, output)
    if (!directDependenciesPresent())
      throw new StepFailed('pnpm reported success, but packages are missing in node_modules.')
    writeStamp('install', stamp())
  })
  const { code, output } = await run([projectNode(), '--version'])
  const [major, minor] = output.replace('v', '').split('.').map(Number)
  if (code !== 0 || major < 22 || (major === 22 && minor < 18))
    throw new StepFailed(`Huiyin runs on Node 22.18 or newer, and its own copy of Node could not be installed. Found: ${output.trim()}
需要 Node 22.18 或更高版本。`)
  if (process.env.HUIYIN_NODE) console.log(`  Node ${output.trim()}, named by HUIYIN_NODE`)
}
