import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { ownFolder, runIn } from '../src/binary.js'
import { exitCodes } from '../src/exit-codes.js'
import { createProgram } from '../src/program.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
afterAll(() => folder.remove())

const textOf = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
const page = textOf('docs/command-line.md')
const pages = [page, textOf('docs/zh/command-line.md')]
const fenced = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text = '']) => text)

const sourceFolder = new URL('../src/', import.meta.url)

const lines = fenced('sh').flatMap((block) => block.trim().split('\n'))

it('every command of the page runs, one after the other, and ends as the page says', async () => {
  writeFileSync(join(folder.path, 'areas.csv'), fenced('csv')[0] ?? '')
  writeFileSync(join(folder.path, 'notice.txt'), fenced('text')[0] ?? '')
  const store = `put: async () => {}, get: async () => undefined, remove: async () => {}, list: async function* () {}`
  writeFileSync(
    join(folder.path, 'place.mjs'),
    `export default { files: { contract: 'huiyin.files/1', name: 'empty', ${store} } }`,
  )
  writeFileSync(join(folder.path, 'limits.json'), fenced('json')[0] ?? '')
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(join(folder.path, 'private.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(join(folder.path, 'public.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
  for (const line of lines) {
    const [command = '', said] = line.split(' # exits with ')
    const [program, ...args] = command.trim().split(/\s+/)
    expect(program).toBe('huiyin')
    const { code, out, err } = await huiyin(...args)
    expect(said === undefined ? [0] : said.split(' or ').map(Number), `${line}\n${out}${err}`).toContain(code)
  }
})

it('the page shows every command and names every option, and the README lists the commands', () => {
  const program = createProgram(
    '0.0.0',
    async () => {},
    () => {},
    () => {},
  )
  const leaves = program.commands.flatMap((command) =>
    command.commands.length === 0
      ? [[command.name(), command] as const]
      : command.commands.map((each) => [`${command.name()} ${each.name()}`, each] as const),
  )
  expect(leaves).toHaveLength(24)
  for (const [name, command] of leaves) {
    expect(
      lines.filter((line) => line.startsWith(`huiyin ${name} `)),
      name,
    ).not.toEqual([])
    for (const { long = '' } of command.options)
      for (const text of pages) expect(text, `${name} ${long}`).toContain(long)
    expect(textOf('packages/cli/README.md')).toContain(`\`${name}\``)
  }
})

it('the page explains every error code of the command line, and every exit code', () => {
  const sources = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(new URL(file, sourceFolder), 'utf8'))
  const codes = sources.flatMap((text) =>
    [...text.matchAll(/new CommandFailure\(\s*exitCodes\.(\w+),\s*'([\w-]+)'/g)].map(([, exit = '', code = '']) => [
      code,
      exit,
    ]),
  )
  const exits: Readonly<Record<string, number>> = exitCodes
  expect(new Set(codes.map(([code]) => code)).size).toBe(6)
  for (const text of pages) {
    for (const [code = '', exit = ''] of codes)
      expect(text).toMatch(new RegExp(`\\| \`${code}\` +\\| ${exits[exit]} +\\|`))
    for (const exit of Object.values(exits)) expect(text).toMatch(new RegExp(`^\\| ${exit} +\\|`, 'm'))
  }
})
