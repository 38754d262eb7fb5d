// The documents are true: links and anchors lead somewhere, code in them compiles and runs against the built packages,
// commands in them exist.
//
// A fence says what happens to the code in it:
//   ```ts              is type-checked and run by itself
//   ```ts continued    is run after the snippets before it on the same page, in one file with them
//   ```ts no-run       is neither, and the line above gives the reason: <!-- no-run: needs a PostgreSQL server -->
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { isMain, reportGate } from './lib/gate.mjs'
import { anchorsOf, fencedBlocks, linksOf } from './lib/markdown.mjs'
import { filesBelow, packagesInBuildOrder, readJson, root } from './lib/project.mjs'
import { projectNode, run, tool } from './lib/run.mjs'

const workFolder = join(root, '.temp/docs')
const generated = /^docs\/api(\/|$)/
const at = (file, line) => `${relative(root, file)}:${line}`

const pages = filesBelow(root, (file) => file.endsWith('.md')).filter((file) => !generated.test(relative(root, file)))
const pagesWithCode = pages.filter((file) =>
  /^(README[^/]*\.md|docs\/.*|packages\/[^/]+\/README\.md)$/.test(relative(root, file)),
)

function deadLinks() {
  const failures = []
  for (const page of pages)
    for (const { target, line } of linksOf(readFileSync(page, 'utf8'))) {
      if (/^[a-z][a-z0-9+.-]*:/i.test(target)) continue
      const [path, anchor] = decodeURIComponent(target).split('#')
      const file = path === '' ? page : resolve(dirname(page), path)
      if (generated.test(relative(root, file))) continue
      if (!existsSync(file)) failures.push(`${at(page, line)} links to ${target}, which does not exist`)
      else if (
        anchor &&
        file.endsWith('.md') &&
        statSync(file).isFile() &&
        !anchorsOf(readFileSync(file, 'utf8')).has(anchor)
      )
        failures.push(`${at(page, line)} links to ${target}, but there is no such heading`)
    }
  return failures
}

function unknownCommands() {
  const scripts = readJson(join(root, 'package.json')).scripts
  return pagesWithCode.flatMap((page) =>
    fencedBlocks(readFileSync(page, 'utf8'))
      .filter(({ info }) => /^(sh|bash|shell|console)\b/.test(info))
      .flatMap(({ code, line }) =>
        [...code.matchAll(/\bnpm (?:run ([\w:-]+)|(test|start))/g)]
          .map((match) => match[1] ?? match[2])
          .filter((name) => !(name in scripts))
          .map((name) => `${at(page, line)}: npm run ${name} does not exist`),
      ),
  )
}

/** The programs in the pages: `{ file, code, from }`, and what is wrong with their fences. */
function snippets() {
  const programs = []
  const failures = []
  for (const page of pagesWithCode) {
    let previous
    for (const { info, code, line, above } of fencedBlocks(readFileSync(page, 'utf8'))) {
      const [language, mark] = info.split(/\s+/)
      if (!['ts', 'js', 'mjs', 'mts', 'typescript', 'javascript'].includes(language)) continue
      const from = at(page, line)
      if (mark === 'no-run') {
        if (!/^<!--\s*no-run:\s*\S.*-->$/.test(above))
          failures.push(`${from} is not run: say why right above it, <!-- no-run: reason -->`)
      } else if (mark === 'continued' && previous) {
        previous.code += `\n${code}`
        previous.from += `, ${line}`
      } else if (mark !== undefined) failures.push(`${from}: "${info}" is not one of ts, ts continued, ts no-run`)
      else {
        const name = `${relative(root, page)
          .replace(/[^\w.-]+/g, '-')
          .replace(/\.md$/, '')}-${line}`
        previous = { file: join(workFolder, `${name}.${/^(j|mj)/.test(language) ? 'js' : 'ts'}`), code, from }
        programs.push(previous)
      }
    }
  }
  return { programs, failures }
}

/** A folder in which the packages look as after `npm install`: built, under their names. */
function prepare(programs) {
  rmSync(workFolder, { recursive: true, force: true })
  mkdirSync(join(workFolder, 'node_modules/@huiyin'), { recursive: true })
  writeFileSync(join(workFolder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const link = (name, target) => {
    const path = join(workFolder, 'node_modules', name)
    if (!existsSync(path)) symlinkSync(target, path, 'junction')
  }
  for (const member of packagesInBuildOrder()) {
    link(member.name, member.path)
    for (const name of Object.keys(member.manifest.dependencies ?? {}))
      if (!name.startsWith('@')) link(name, join(member.path, 'node_modules', name))
  }
  for (const { file, code } of programs) writeFileSync(file, `${code}\n`)
  const compilerOptions = {
    types: ['node'],
    typeRoots: ['../../node_modules/@types'],
    paths: {},
    noUnusedLocals: false,
  }
  const files = programs.map(({ file }) => file).filter((file) => file.endsWith('.ts'))
  writeFileSync(
    join(workFolder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.base.json', compilerOptions, files }),
  )
  return files.length
}

async function brokenTypes(programs) {
  const { code, output } = await run([...tool('tsc', 'typescript'), '-p', workFolder, '--pretty', 'false'])
  if (code === 0) return []
  const lines = output.trimEnd().split('\n')
  return lines.map((line) => {
    const program = programs.find(({ file }) => line.includes(`${relative(root, file)}(`))
    return program ? `${program.from}: ${line}` : line
  })
}

async function failedRuns(programs) {
  const failures = []
  const queue = [...programs]
  const worker = async () => {
    for (let program = queue.shift(); program; program = queue.shift()) {
      const { code, output } = await runSnippet(program)
      if (code !== 0) failures.push(`${program.from} fails:\n${output.trimEnd()}`)
    }
  }
  await Promise.all([worker(), worker()])
  return failures
}

const runSnippet = ({ file }) =>
  run([projectNode(), '--disable-warning=ExperimentalWarning', file], { cwd: workFolder, timeout: 60_000 })

if (isMain(import.meta.url)) {
  const { programs, failures } = snippets()
  const typed = prepare(programs)
  const checks = [
    { title: 'relative links and anchors lead somewhere', failures: deadLinks() },
    { title: 'npm commands in the documents exist', failures: unknownCommands() },
    { title: 'code that is not run says why', failures },
    { title: `${typed} snippets compile`, failures: typed > 0 ? await brokenTypes(programs) : [] },
    { title: `${programs.length} snippets run`, failures: await failedRuns(programs) },
  ]
  if (checks.every((check) => check.failures.length === 0)) rmSync(workFolder, { recursive: true, force: true })
  reportGate(checks)
}
