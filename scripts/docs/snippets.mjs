// The code in the pages compiles and runs against the built packages.
//
// A fence says what happens to the code in it:
//   ```ts              is type-checked and run by itself
//   ```ts continued    is run after the snippets before it on the same page, in one file with them
//   ```ts no-run       is neither, and the line above gives the reason: <!-- no-run: needs a PostgreSQL server -->
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fencedBlocks } from '../lib/markdown.mjs'
import { packagesInBuildOrder, root } from '../lib/project.mjs'
import { projectNode, run, tool } from '../lib/run.mjs'
import { manuals, named } from './documents.mjs'

/** Where the programs are written. */
export const workFolder = join(root, '.temp/docs')

/** The programs in the pages: `{ file, code, from }`, and what is wrong with their fences. */
export function snippets(pages = manuals()) {
  const programs = []
  const failures = []
  for (const page of pages) {
    let previous
    for (const { info, code, line, above } of fencedBlocks(readFileSync(page, 'utf8'))) {
      const [language, mark] = info.split(/\s+/)
      if (!['ts', 'js', 'mjs', 'mts', 'typescript', 'javascript'].includes(language)) continue
      const from = `${named(page)}:${line}`
      if (mark === 'no-run') {
        if (!/^<!--\s*no-run:\s*\S.*-->$/.test(above))
          failures.push(`${from} is not run: say why right above it, <!-- no-run: reason -->`)
      } else if (mark === 'continued' && previous) {
        previous.code += `\n${code}`
        previous.from += `, ${line}`
      } else if (mark !== undefined) failures.push(`${from}: "${info}" is not one of ts, ts continued, ts no-run`)
      else {
        const name = `${named(page)
          .replace(/[^\w.-]+/g, '-')
          .replace(/\.md$/, '')}-${line}`
        previous = { file: join(workFolder, `${name}.${/^(j|mj)/.test(language) ? 'js' : 'ts'}`), code, from }
        programs.push(previous)
      }
    }
  }
  return { programs: distinct(programs), failures }
}

/** A program that stands on two pages, as on those of two languages, is checked once. */
const distinct = (programs) => {
  const first = new Map()
  for (const program of programs) {
    const known = first.get(program.code)
    if (known) known.from += ` and ${program.from}`
    else first.set(program.code, program)
  }
  return [...first.values()]
}

/** A folder in which the packages look as after `npm install`: built, under their names. */
export function prepare(programs) {
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

export async function brokenTypes(programs) {
  const { code, output } = await run([...tool('tsc', 'typescript'), '-p', workFolder, '--pretty', 'false'])
  if (code === 0) return []
  const lines = output.trimEnd().split('\n')
  return lines.map((line) => {
    const program = programs.find(({ file }) => line.includes(`${relative(root, file)}(`))
    return program ? `${program.from}: ${line}` : line
  })
}

export async function failedRuns(programs) {
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
