// House rules that no general tool checks: which package may import which, how files and folders look, and that core
// never reads a clock, random numbers or the platform. `checkStructure(root)` returns the violations.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { coreFolder, forbiddenArrow } from './lib/core-order.mjs'
import { findCycles } from './lib/cycles.mjs'
import { isMain, reportGate } from './lib/gate.mjs'
import { filesBelow, root as thisWorkspace, workspaceMembers } from './lib/project.mjs'
import { importsOf, platformUses, sourceFile } from './lib/source.mjs'

const maxLines = 300
const maxDepth = 2
const forbiddenFolders = ['utils', 'types', 'helpers', 'services']
const maxFiles = 20
// Each law of a request is a file of its own; they are siblings, and one looks for them by name.
const crowded = ['request/rules']
const packageContents = ['README.md', 'package.json', 'src', 'tsconfig.json']
const mayContain = [...packageContents, 'test']
const coreMayImport = ['date-fns', 'xstate', 'zod']
const onlyCore = /^(storage-|files-|notify-|messaging-|plugin-|http$|testkit$)/
// The command line composes packages as an application does: it opens storages by URL and simulates a city.
const cliMayImport = /^@huiyin\/(core|testkit|storage-[a-z0-9-]+)$/
const testsMayImport = /^@huiyin\/(testkit|storage-[a-z0-9-]+)$/

// Unit tests stand beside their file; stories, scenarios and what they start (servers, processes to be killed) stand in `test`.
const isTest = (member, file) => file.endsWith('.test.ts') || relative(member.path, file).split(sep)[0] === 'test'
const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** The rules, as they are listed in the report: one count each. */
const rules = {
  contents: 'each package has package.json, README.md, tsconfig.json, src/, and perhaps test/; nothing else',
  folders: `no folders named ${forbiddenFolders.join(', ')}; at most ${maxDepth} folders deep under src`,
  size: `at most ${maxLines} lines in a source file, data aside`,
  arrow:
    'adapters, plugins, http and testkit import core only, cli the storages and testkit too; core imports no other package',
  dependencies: `core imports ${coreMayImport.join(', ')} only; xstate only in request/lifecycle`,
  source: "nobody imports another package's src",
  platform: 'core reads no clock, chance, timer or node:* outside platform/',
  order: 'no folder of core imports one that stands after it in the order of the house, types included',
  rooms: `at most ${maxFiles} files in a folder of core, tests and ${crowded.join(', ')} aside`,
  fileCycles: 'no import cycles between files, types included',
}

/** All violations in a workspace: `{ rule, file, message }`. */
export function checkStructure(root) {
  const violations = []
  const add = (rule, path, message) =>
    violations.push({ rule, file: relative(root, path).split(sep).join('/'), message })
  for (const member of workspaceMembers(root)) {
    if (member.folder.startsWith('packages/')) checkContents(member, add)
    const files = ['src', 'test'].flatMap((folder) =>
      filesBelow(join(member.path, folder), (file) => /\.(ts|mts|js|mjs)$/.test(file)),
    )
    const sources = files.map((file) => sourceFile(file, readFileSync(file, 'utf8')))
    for (const source of sources) {
      checkPlace(member, source.fileName, add)
      checkSize(member, source, add)
      checkImports(member, source, add)
      if (isCore(member) && !isTest(member, source.fileName) && !inPlatform(member, source.fileName))
        for (const use of platformUses(source))
          add('platform', source.fileName, `${use} comes from outside: take it from the context`)
    }
    const ours = sources.filter(({ fileName }) => !isTest(member, fileName))
    const arrows = arrowsBetween(ours)
    checkCycles(member, arrows, add)
    if (isCore(member)) {
      checkOrder(member, arrows, add)
      checkRooms(member, ours, add)
    }
  }
  return violations
}

const isCore = (member) => member.name === '@huiyin/core'
const pathInSource = (member, file) => relative(join(member.path, 'src'), file).split(sep)
const inPlatform = (member, file) => pathInSource(member, file)[0] === 'platform'

function checkContents(member, add) {
  // What tools write: CHANGELOG.md from the first release on.
  const ignored = ['node_modules', 'dist', 'coverage', 'CHANGELOG.md']
  const found = readdirSync(member.path).filter((name) => !ignored.includes(name))
  for (const name of packageContents) if (!found.includes(name)) add('contents', join(member.path, name), 'is missing')
  for (const name of found)
    if (!mayContain.includes(name)) add('contents', join(member.path, name), 'does not belong into a package folder')
}

function checkPlace(member, file, add) {
  if (relative(member.path, file).split(sep)[0] === 'test') return
  const folders = pathInSource(member, file).slice(0, -1)
  if (folders.length > maxDepth) add('folders', file, `lies ${folders.length} folders deep`)
  for (const name of folders)
    if (forbiddenFolders.includes(name)) add('folders', file, `the folder name "${name}" says nothing about the domain`)
}

function checkSize(member, source, add) {
  if (isTest(member, source.fileName) || source.fileName.split('/').includes('data')) return
  const lines = source.text.trimEnd().split('\n').length
  if (lines > maxLines) add('size', source.fileName, `has ${lines} lines: split it by meaning`)
}

function checkImports(member, source, add) {
  const file = source.fileName
  for (const { specifier } of importsOf(source)) {
    if (specifier.startsWith('.')) {
      // An example may read the data beside its src; a package publishes nothing but what is built from src.
      const whole = member.folder.startsWith('examples/') || isTest(member, file)
      const home = whole ? member.path : join(member.path, 'src')
      if (relative(home, resolve(dirname(file), specifier)).startsWith('..'))
        add('source', file, `"${specifier}" leaves the package`)
      continue
    }
    const name = packageOf(specifier)
    if (name === member.name) {
      if (!isTest(member, file) && member.folder.startsWith('packages/'))
        add('source', file, `"${specifier}": import own files by path`)
      continue
    }
    if (/^@huiyin\/[^/]+\/(src|dist)(\/|$)/.test(specifier))
      add('source', file, `"${specifier}" reaches into another package`)
    if (isTest(member, file)) checkTestImport(member, file, specifier, add)
    else if (isCore(member)) checkCoreImport(member, file, specifier, add)
    else if (onlyCore.test(basename(member.path)) && name.startsWith('@huiyin/') && name !== '@huiyin/core')
      add('arrow', file, `"${specifier}": only @huiyin/core may be imported here`)
    else if (basename(member.path) === 'cli' && name.startsWith('@huiyin/') && !cliMayImport.test(name))
      add('arrow', file, `"${specifier}": cli may import core, testkit and storages`)
  }
}

function checkTestImport(member, file, specifier, add) {
  const name = packageOf(specifier)
  if (!member.folder.startsWith('packages/') || !name.startsWith('@huiyin/') || name === '@huiyin/core') return
  if (!testsMayImport.test(name)) add('arrow', file, `"${specifier}": tests may use core, testkit and storage`)
}

function checkCoreImport(member, file, specifier, add) {
  const name = packageOf(specifier)
  if (specifier === '#platform' || inPlatform(member, file)) return
  if (specifier.startsWith('node:')) add('platform', file, `"${specifier}": core runs outside Node too`)
  else if (name.startsWith('@huiyin/')) add('arrow', file, `"${specifier}": core imports no other package`)
  else if (!coreMayImport.includes(name))
    add('dependencies', file, `"${specifier}": core imports ${coreMayImport.join(', ')} only`)
  else if (name === 'xstate' && !/^request\/lifecycle(\/|[^/]*\.ts$)/.test(pathInSource(member, file).join('/')))
    add('dependencies', file, 'xstate is imported in request/lifecycle only')
}

/** The imports between the files of a package, types included: `{ from, to }`. */
function arrowsBetween(sources) {
  const files = new Set(sources.map(({ fileName }) => fileName))
  return sources.flatMap((source) =>
    importsOf(source)
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier }) => ({ from: source.fileName, to: targetFile(source.fileName, specifier, files) }))
      .filter(({ to }) => to !== undefined),
  )
}

function checkCycles(member, arrows, add) {
  for (const cycle of findCycles(arrows))
    add('fileCycles', cycle[0], cycle.map((file) => pathInSource(member, file).join('/')).join(' → '))
}

function checkOrder(member, arrows, add) {
  for (const { from, to } of arrows) {
    const why = forbiddenArrow(coreFolder(pathInSource(member, from)), coreFolder(pathInSource(member, to)))
    if (why !== undefined) add('order', from, `imports ${pathInSource(member, to).join('/')}: ${why}`)
  }
}

function checkRooms(member, sources, add) {
  const folders = Map.groupBy(sources, ({ fileName }) => dirname(fileName))
  for (const [folder, { length }] of folders) {
    const name = pathInSource(member, folder).join('/')
    if (length > maxFiles && !crowded.includes(name)) add('rooms', folder, `holds ${length} files: build a wall`)
  }
}

function targetFile(from, specifier, files) {
  const path = resolve(dirname(from), specifier)
  const candidates = [
    path,
    path.replace(/\.js$/, '.ts'),
    path.replace(/\.mjs$/, '.mts'),
    `${path}.ts`,
    join(path, 'index.ts'),
  ]
  return candidates.find((file) => files.has(file))
}

if (isMain(import.meta.url)) {
  const violations = checkStructure(thisWorkspace)
  reportGate(
    Object.entries(rules).map(([rule, title]) => ({
      title,
      failures: violations.filter((one) => one.rule === rule).map(({ file, message }) => `${file}: ${message}`),
    })),
  )
}
