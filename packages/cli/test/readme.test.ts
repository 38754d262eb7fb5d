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

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const fenced = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text = '']) => text)

const sourceFolder = new URL('../src/', import.meta.url)

const lines = fenced('sh').flatMap((block) => block.trim().split('\n'))

it('every command in the README runs, one after the other, and ends as the README says', async () => {
  writeFileSync(join(folder.path, 'areas.csv'), fenced('csv')[0] ?? '')
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

it('the README shows every command there is, and names every option', () => {
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
  expect(leaves).toHaveLength(12)
  for (const [name, command] of leaves) {
    expect(
      lines.filter((line) => line.startsWith(`huiyin ${name} `)),
      name,
    ).not.toEqual([])
    for (const { long = '' } of command.options) expect(readme, `${name} ${long}`).toContain(long)
  }
})

it('the README explains every error code of its own, and every exit code', () => {
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
  for (const [code = '', exit = ''] of codes)
    expect(readme).toMatch(new RegExp(`\\| \`${code}\` +\\| ${exits[exit]} +\\|`))
  for (const exit of Object.values(exits)) expect(readme).toMatch(new RegExp(`^\\| ${exit} +\\|`, 'm'))
})
