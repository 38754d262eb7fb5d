// The rules of the house that no general tool knows: who may import whom, how files and folders look, and that core
// never reads a clock, chance or the platform. `checkStructure(root)` returns the violations.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { findCycles } from './lib/cycles.mjs'
import { isMain, reportGate } from './lib/gate.mjs'
import { filesBelow, root as thisWorkspace, workspaceMembers } from './lib/project.mjs'
import { importsOf, platformUses, sourceFile } from './lib/source.mjs'

const maxLines = 300
const maxDepth = 2
const forbiddenFolders = ['utils', 'types', 'helpers', 'services']
const packageContents = ['README.md', 'package.json', 'src', 'tsconfig.json']
const coreMayImport = ['date-fns', 'xstate', 'zod']
const onlyCore = /^(storage-|notify-|messaging-|plugin-|http$|testkit$)/
// The command line puts things together, as an application does: it opens storages by their address and lets a city be simulated.
const cliMayImport = /^@huiyin\/(core|testkit|storage-[a-z0-9-]+)$/
const testsMayImport = /^@huiyin\/(testkit|storage-[a-z0-9-]+)$/

// Tests, the given/when/then they are written in, and what they start: servers, and processes to be killed.
const isTest = (file) => /(\.test(-d)?|(^|[/-])scenario|(^|\/)test-[a-z]+|(^|\/)faults\/load)\.ts$/.test(file)
const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** The rules, as they are listed in the report: one count each. */
const rules = {
  contents: 'each package has exactly package.json, README.md, tsconfig.json, src/',
  folders: `no folders named ${forbiddenFolders.join(', ')}; at most ${maxDepth} folders deep under src`,
  size: `at most ${maxLines} lines in a source file, data aside`,
  arrow:
    'adapters, plugins, http and testkit import core only, cli the storages and testkit too; core imports no other package',
  dependencies: `core imports ${coreMayImport.join(', ')} only; xstate only in request/lifecycle`,
  source: "nobody imports another package's src",
  platform: 'core reads no clock, chance, timer or node:* outside platform/',
  fileCycles: 'no import cycles between files',
  folderCycles: 'no import cycles between the folders of core',
}

/** All violations below a workspace: `{ rule, file, message }`. */
export function checkStructure(root) {
  const violations = []
  const add = (rule, path, message) =>
    violations.push({ rule, file: relative(root, path).split(sep).join('/'), message })
  for (const member of workspaceMembers(root)) {
    if (member.folder.startsWith('packages/')) checkContents(member, add)
    const files = filesBelow(join(member.path, 'src'), (file) => /\.(ts|mts|js|mjs)$/.test(file))
    const sources = files.map((file) => sourceFile(file, readFileSync(file, 'utf8')))
    for (const source of sources) {
      checkPlace(member, source.fileName, add)
      checkSize(source, add)
      checkImports(member, source, add)
      if (isCore(member) && !isTest(source.fileName) && !inPlatform(member, source.fileName))
        for (const use of platformUses(source))
          add('platform', source.fileName, `${use} comes from outside: take it from the context`)
    }
    checkCycles(
      member,
      sources.filter(({ fileName }) => !isTest(fileName)),
      add,
    )
  }
  return violations
}

const isCore = (member) => member.name === '@huiyin/core'
const pathInSource = (member, file) => relative(join(member.path, 'src'), file).split(sep)
const inPlatform = (member, file) => pathInSource(member, file)[0] === 'platform'

function checkContents(member, add) {
  const ignored = ['node_modules', 'dist', 'coverage']
  const found = readdirSync(member.path).filter((name) => !ignored.includes(name))
  for (const name of packageContents) if (!found.includes(name)) add('contents', join(member.path, name), 'is missing')
  for (const name of found)
    if (!packageContents.includes(name))
      add('contents', join(member.path, name), 'does not belong into a package folder')
}

function checkPlace(member, file, add) {
  const folders = pathInSource(member, file).slice(0, -1)
  if (folders.length > maxDepth) add('folders', file, `lies ${folders.length} folders deep`)
  for (const name of folders)
    if (forbiddenFolders.includes(name)) add('folders', file, `the folder name "${name}" says nothing about the domain`)
}

function checkSize(source, add) {
  if (isTest(source.fileName) || source.fileName.split('/').includes('data')) return
  const lines = source.text.trimEnd().split('\n').length
  if (lines > maxLines) add('size', source.fileName, `has ${lines} lines: split it by meaning`)
}

function checkImports(member, source, add) {
  const file = source.fileName
  for (const { specifier } of importsOf(source)) {
    if (specifier.startsWith('.')) {
      // An example may read the data beside its src; a package publishes nothing but what is built from src.
      const home = member.folder.startsWith('examples/') ? member.path : join(member.path, 'src')
      if (relative(home, resolve(dirname(file), specifier)).startsWith('..'))
        add('source', file, `"${specifier}" leaves the package`)
      continue
    }
    const name = packageOf(specifier)
    if (name === member.name) {
      if (!isTest(file) && member.folder.startsWith('packages/'))
        add('source', file, `"${specifier}": import own files by path`)
      continue
    }
    if (/^@huiyin\/[^/]+\/(src|dist)(\/|$)/.test(specifier))
      add('source', file, `"${specifier}" reaches into another package`)
    if (isTest(file)) checkTestImport(member, file, specifier, add)
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

function checkCycles(member, sources, add) {
  const files = new Set(sources.map(({ fileName }) => fileName))
  const edges = sources.flatMap((source) =>
    importsOf(source)
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier, typeOnly }) => ({
        from: source.fileName,
        to: targetFile(source.fileName, specifier, files),
        typeOnly,
      }))
      .filter(({ to }) => to !== undefined),
  )
  // Types vanish when built: among files of one folder they may refer to each other, folders may not.
  for (const cycle of findCycles(edges.filter(({ typeOnly }) => !typeOnly)))
    add('fileCycles', cycle[0], cycle.map((file) => pathInSource(member, file).join('/')).join(' → '))
  if (!isCore(member)) return
  const folder = (file) => pathInSource(member, file)[0]
  const between = edges
    .map(({ from, to }) => ({ from: folder(from), to: folder(to), file: from }))
    .filter(({ from, to }) => from !== to)
  for (const cycle of findCycles(between)) {
    const steps = cycle.slice(0, -1).map((from, index) => {
      const edge = between.find((one) => one.from === from && one.to === cycle[index + 1])
      return `${from} → ${cycle[index + 1]} (${pathInSource(member, edge.file).join('/')})`
    })
    add('folderCycles', join(member.path, 'src', cycle[0]), steps.join(', '))
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
