import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { ownFolder, runIn, runProgram, runWith } from '../src/binary.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
afterAll(() => folder.remove())

const commands = [
  ['migrate'],
  ['import', 'areas'],
  ['plan', 'areas'],
  ['verify'],
  ['checkpoint'],
  ['simulate'],
  ['report'],
  ['explain'],
  ['deliveries', 'dead'],
  ['deliveries', 'replay'],
  ['files', 'check'],
  ['backup'],
  ['restore'],
  ['doctor'],
]

describe('help', () => {
  it('names every command, in Chinese and English, and every exit code', async () => {
    const { code, out, err } = await huiyin('--help')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const [command] of commands) expect(out).toMatch(new RegExp(`^  ${command}\\b.*\\p{Script=Han}.*[a-z]`, 'mu'))
    for (const exit of [0, 1, 2, 3, 4, 70]) expect(out).toMatch(new RegExp(`\\b${exit} \\p{Script=Han}`, 'u'))
  })

  it.each(commands.map((names) => names.join(' ')))('explains %s, its --storage and its --json', async (command) => {
    const { code, out } = await huiyin(...command.split(' '), '--help')
    expect(code).toBe(0)
    expect(out).toContain(`huiyin ${command}`)
    expect(out).toContain('--storage')
    expect(out).toContain('--json')
  })

  it('tells its version', async () => {
    const { code, out } = await huiyin('--version')
    expect(code).toBe(0)
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('wrong use ends with 2 and says what is wrong, before anything is opened', () => {
  const wrong: readonly (readonly [why: string, args: readonly string[], said: RegExp])[] = [
    ['no command', [], /请指明命令/],
    ['a month of one digit', ['report', '-s', 'sqlite:x.db', '--month', '2026-3'], /须为月份 YYYY-MM/],
    ['a year of two digits', ['report', '-s', 'sqlite:x.db', '--year', '26'], /须为年份 YYYY/],
    [
      'a day there is none of',
      ['report', '-s', 'sqlite:x.db', '--from', '2026-02-30', '--to', '2026-03-01'],
      /须为存在的日期/,
    ],
    ['a level that groups nothing', ['report', '-s', 'sqlite:x.db', '--level', 'town'], /--by area/],
    ['levels of units', ['report', '-s', 'sqlite:x.db', '--by', 'unit', '--level', 'town'], /--by area/],
    ['an unknown command', ['verfy'], /unknown command 'verfy'.*verify/s],
    ['an unknown option', ['verify', '--fast'], /unknown option '--fast'/],
    ['no storage', ['verify'], /--storage.*HUIYIN_STORAGE/],
    ['a storage URL of no known kind', ['verify', '-s', 'mysql://db/x'], /sqlite:PATH, postgres:/],
    ['a storage URL without a path', ['verify', '-s', 'sqlite:'], /needs the path/],
    ['a database in memory, which would be gone at once', ['migrate', '-s', 'sqlite::memory:'], /needs the path/],
    ['a number that is none', ['simulate', '-s', 'sqlite:x.db', '--requests', 'many'], /整数/],
    ['a digest that is none', ['verify', '-s', 'sqlite:x.db', '--digest', 'md5'], /sm3, sha256/],
    ['a missing argument', ['explain', '-s', 'sqlite:x.db'], /missing required argument 'request'/],
    ['a missing option', ['backup', '-s', 'sqlite:x.db'], /--out/],
    ['a period named twice', ['report', '-s', 'sqlite:x.db', '--month', '2026-03', '--year', '2026'], /--month/],
    ['half a period', ['report', '-s', 'sqlite:x.db', '--from', '2026-03-01'], /--to/],
    [
      'a period that ends first',
      ['report', '-s', 'sqlite:x.db', '--from', '2026-03-02', '--to', '2026-03-01'],
      /after/,
    ],
    ['a month that is none', ['report', '-s', 'sqlite:x.db', '--month', '2026-13'], /YYYY-MM/],
    ['replaying nothing in particular', ['deliveries', 'replay', '-s', 'sqlite:x.db'], /--all/],
    ['a key file that is not there', ['verify', '-s', 'sqlite:x.db', '--chain-key-file', 'none.key'], /none\.key/],
    ['a configuration that is not there', ['verify', '-s', 'sqlite:x.db', '--config', 'none.mjs'], /none\.mjs/],
    ['a public key without a checkpoint', ['verify', '-s', 'sqlite:x.db', '--public-key', 'k.pem'], /--against/],
  ]
  it.each(wrong)('%s', async (_, args, said) => {
    const { code, out, err } = await huiyin(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^✗ .*\p{Script=Han}/u)
    expect(err).toMatch(said)
    expect(err).not.toMatch(/\n\s+at /) // no stack: it is no fault of the program
  })

  it('with --json tells so in one object on the output stream', async () => {
    const { code, err, json } = await huiyin('verify', '--json', '--fast')
    expect({ code, err }).toEqual({ code: 2, err: '' })
    expect(json()).toEqual({
      ok: false,
      command: 'verify',
      error: {
        code: 'wrong-use',
        message: { zh: expect.stringContaining('参数有误'), en: "unknown option '--fast'" },
        details: { argument: 'commander.unknownOption' },
      },
    })
  })

  it('names a command of two words whole', async () => {
    const { json } = await huiyin('deliveries', 'dead', '--json', '--limit', '0')
    expect(json()).toMatchObject({ ok: false, command: 'deliveries dead' })
  })

  it('refuses a key of less than 16 bytes, and a key that is no Ed25519 key', async () => {
    writeFileSync(join(folder.path, 'short.key'), 'too short\n')
    const keyed = await huiyin('verify', '-s', 'sqlite:x.db', '--chain-key-file', 'short.key')
    expect(keyed.code).toBe(2)
    expect(keyed.err).toContain('16 bytes')
    const signed = await huiyin('checkpoint', '-s', 'sqlite:x.db', '-o', 'c.jsonl', '--sign-key', 'short.key')
    expect(signed.code).toBe(2)
    expect(signed.err).toContain('Ed25519')
  })
})

describe('a storage that cannot be used ends with 3', () => {
  it('does not make a database where one was expected', async () => {
    for (const args of [['verify'], ['report'], ['explain', 'q-1'], ['doctor'], ['backup', '-o', 'b.db']]) {
      const { code, json } = await huiyin(...args, '-s', 'sqlite:absent.db', '--json')
      expect(code).toBe(3)
      expect(json()).toMatchObject({ ok: false, error: { code: 'storage-absent' } })
    }
    expect((await huiyin('migrate', '-s', 'sqlite:no-such-folder/x.db')).code).toBe(3)
    // Cut off to nothing is not a record without faults.
    writeFileSync(join(folder.path, 'empty.db'), '')
    expect((await huiyin('verify', '-s', 'sqlite:empty.db')).code).toBe(3)
  })

  it('says that a file is no database, and leaves it as it is', async () => {
    writeFileSync(join(folder.path, 'letter.txt'), '这不是数据库。'.repeat(200))
    for (const args of [['migrate'], ['verify'], ['doctor']]) {
      const { code, json } = await huiyin(...args, '-s', 'sqlite:letter.txt', '--json')
      expect(code).toBe(3)
      expect(json()).toMatchObject({ ok: false, error: { code: 'adapter-failure', details: { adapter: 'sqlite' } } })
    }
  })

  it('tells of a server that cannot be reached, and never repeats a password', async () => {
    // Nobody listens on port 1.
    for (const command of ['verify', 'doctor']) {
      const { code, out, err } = await runWith(folder.path, [command], {
        HUIYIN_STORAGE: 'postgres://hy:s3cret@127.0.0.1:1/hy',
      })
      expect(code).toBe(3)
      expect(err).toMatch(/存储失败.*ECONNREFUSED/)
      expect(out + err).not.toContain('s3cret')
    }
  })
})

describe('a package that is not installed', () => {
  it('ends with 4 and says how to install it; SQLite needs none', async () => {
    // An installation as a city on SQLite has it: this program and what it depends on.
    const installed = ownFolder()
    try {
      const from = (path: string) => fileURLToPath(new URL(path, import.meta.url))
      cpSync(from('../dist'), join(installed.path, 'dist'), { recursive: true })
      cpSync(from('../package.json'), join(installed.path, 'package.json'))
      mkdirSync(join(installed.path, 'node_modules/@huiyin'), { recursive: true })
      const { dependencies } = JSON.parse(readFileSync(from('../package.json'), 'utf8')) as { dependencies: object }
      for (const name of Object.keys(dependencies))
        symlinkSync(from(`../node_modules/${name}`), join(installed.path, 'node_modules', name), 'junction')
      const program = join(installed.path, 'dist/main.js')
      const { code, json } = await runProgram(program, folder.path, ['verify', '-s', 'postgres://db/x', '--json'], {})
      expect(code).toBe(4)
      expect(json()).toMatchObject({
        ok: false,
        error: {
          code: 'package-missing',
          message: { en: expect.stringContaining('npm install @huiyin/storage-postgres') },
        },
      })
      expect((await runProgram(program, folder.path, ['migrate', '-s', 'sqlite:installed.db'], {})).code).toBe(0)
    } finally {
      installed.remove()
    }
  })
})
