// The first screen of the README is true: its install line and its first program work in an empty folder, on the tarballs a release would publish.
// The packages that core depends on come from npm's cache, or from the registry where they are not in it.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMain, reportGate } from './lib/gate.mjs'
import { codeSpansOf, fencedBlocks } from './lib/markdown.mjs'
import { packagesInBuildOrder, root } from './lib/project.mjs'
import { projectNode, run, tool } from './lib/run.mjs'

/** npm's settings: what it has downloaded before is taken without asking, and a registry out of reach is not waited for. */
const fromCache = {
  CI: 'true',
  npm_config_prefer_offline: 'true',
  npm_config_fetch_retries: '0',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
}

/**
 * What the first screen promises: `packages`, the names in the install line; `packing`, the command that writes them as files in a clone, into
 * the folder `tarballs`; `code`, the first program; `expected`, the output that its last comment lines show.
 */
function firstScreen(text) {
  const blocks = fencedBlocks(text)
  const installLine = blocks.find(({ info }) => info === 'sh')?.code.split('\n')[0] ?? ''
  const code = blocks.find(({ info }) => /^ts\b/.test(info))?.code ?? ''
  const lines = code.trimEnd().split('\n')
  const shown = lines.slice(lines.findLastIndex((line) => !line.startsWith('// ')) + 1)
  return {
    packages: /^npm i ([\w@/ -]+)$/.exec(installLine)?.[1]?.split(' ') ?? [],
    packing: codeSpansOf(text).find((span) => span.code.startsWith('npx ') && span.code.endsWith(' tarballs'))?.code,
    code,
    expected: shown.map((line) => line.slice('// '.length)).join('\n'),
  }
}

/** The packages as files, by name. pnpm writes real versions in the place of `workspace:`. */
async function pack(packing, folder) {
  if (packing === undefined) return { failures: ['there is none'], fileOf: () => undefined }
  const command = packing.replace(/tarballs$/, JSON.stringify(folder))
  const { code, output } = await run([command], { env: fromCache, shell: true })
  const { version } = packagesInBuildOrder()[0].manifest // all packages have the same one
  const fileOf = (name) => join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
  return { failures: code === 0 ? [] : [output], fileOf }
}

async function installIn(folder, files) {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const { code, output } = await run(['npm', 'i', ...files], {
    cwd: folder,
    env: fromCache,
    shell: process.platform === 'win32',
  })
  return code === 0 ? [] : [output]
}

async function differenceOf({ code, expected }, folder) {
  writeFileSync(join(folder, 'first.ts'), `${code}\n`)
  const ended = await run([projectNode(), '--disable-warning=ExperimentalWarning', 'first.ts'], { cwd: folder })
  const printed = ended.output.trimEnd()
  return ended.code === 0 && printed === expected ? [] : [`it says\n${expected}\nand prints\n${printed}`]
}

/** The program as a strict consumer compiles it: against the built types only, none of this repository's paths. */
async function brokenTypesIn(folder) {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.base.json'), 'utf8'))
  const options = { ...compilerOptions, paths: {}, types: ['node'], typeRoots: [join(root, 'node_modules/@types')] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['first.ts'] }))
  const { code, output } = await run([...tool('tsc', 'typescript'), '-p', folder, '--pretty', 'false'])
  return code === 0 ? [] : [output]
}

if (isMain(import.meta.url)) {
  const work = mkdtempSync(join(tmpdir(), 'huiyin-readme-'))
  try {
    const checks = []
    for (const readme of ['README.md', 'README.zh-CN.md']) {
      const check = (what, failures) => checks.push({ title: `${readme}: ${what}`, failures })
      const screen = firstScreen(readFileSync(join(root, readme), 'utf8'))
      const folder = join(work, readme)
      mkdirSync(folder)
      const { failures, fileOf } = await pack(screen.packing, join(work, 'tarballs'))
      check('the command that packs works', failures)
      const files = screen.packages.map(fileOf)
      const known = files.length > 0 && files.every(existsSync)
      const broken = known ? await installIn(folder, files) : ['it names no package that was packed']
      check('the install line works', broken)
      if (broken.length > 0) continue
      check('the first program prints what it says', await differenceOf(screen, folder))
      check('the first program compiles', await brokenTypesIn(folder))
    }
    reportGate(checks)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
