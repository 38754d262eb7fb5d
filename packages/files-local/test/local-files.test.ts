import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filesConformance } from '@huiyin/testkit'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { localFiles } from '../src/local-files.js'

const folders: string[] = []
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-files-'))
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe('files in a folder keep the Files contract', () =>
  filesConformance({ describe, it }, async () => {
    const folder = join(newFolder(), 'store')
    return { files: localFiles({ folder }), reopen: async () => localFiles({ folder }), cleanup: async () => {} }
  }))

const bytes = Buffer.from('照片')
const about = {
  type: 'image/jpeg',
  size: bytes.length,
  digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
} as const
const stream = () => new Blob([bytes]).stream()
const isFile = (path: string) => statSync(path).isFile()
const everything = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()

describe('whatever the reference', () => {
  it('the file lies in the folder, under a name made of digits, and nothing is written anywhere else', async () => {
    const outer = newFolder()
    await mkdir(join(outer, 'a/b'), { recursive: true })
    const folder = join(outer, 'a/b/store')
    const files = localFiles({ folder })
    const steps = fc.constantFrom('..', '.', '/', '\\', 'a', 'b', 'store', 'drafts', '%2e%2e', ':', '~', ' ')
    const ref = fc.oneof(
      fc.array(steps, { minLength: 1, maxLength: 12 }).map((each) => each.join('')),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter((text) => !text.includes('\0')),
    )
    await fc.assert(
      fc.asyncProperty(ref, async (each) => {
        await files.put(each, stream(), about)
        const found = await files.get(each)
        expect(found?.size).toBe(bytes.length)
      }),
      { numRuns: 60 },
    )
    expect(readdirSync(outer)).toEqual(['a'])
    expect(everything(join(outer, 'a'))).toEqual(expect.arrayContaining(['b', join('b', 'store')]))
    for (const name of everything(folder)) expect(name).toMatch(/^(?:drafts|[0-9a-f]{2}(?:[/\\][0-9a-f]{62})?)$/)
  })
})

/** A store with one file, and the path of that file. */
async function withOne() {
  const folder = newFolder()
  const files = localFiles({ folder })
  await files.put('one', stream(), about)
  const [name = ''] = everything(folder).filter((each) => isFile(join(folder, each)))
  return { folder, files, path: join(folder, name) }
}
const text = async (found: Awaited<ReturnType<ReturnType<typeof localFiles>['get']>>) =>
  found && new Response(found.bytes).text()

describe('a file that was changed from outside', () => {
  it('is an error where its bytes differ, never other bytes', async () => {
    const { files, path } = await withOne()
    const there = readFileSync(path)
    there[there.length - 1] = (there.at(-1) ?? 0) ^ 1
    writeFileSync(path, there)
    await expect(text(await files.get('one'))).rejects.toMatchObject({ code: 'adapter-failure', retryable: false })
  })

  it.each([
    ['shorter', (there: Buffer) => there.subarray(0, -1)],
    ['longer', (there: Buffer) => Buffer.concat([there, there])],
    ['empty', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('{"form":1,"ref":"two"}\n')],
    ['no header', () => Buffer.from('{"form"\n')],
  ])('is an error where it is %s', async (_, change) => {
    const { files, path } = await withOne()
    writeFileSync(path, change(readFileSync(path)))
    await expect(files.get('one')).rejects.toMatchObject({ code: 'adapter-failure', adapter: 'local' })
    await expect(files.put('one', stream(), about)).rejects.toMatchObject({ code: 'adapter-failure' })
    await files.remove('one')
    await files.put('one', stream(), about)
    expect(await text(await files.get('one'))).toBe('照片')
  })
})

it('drafts of processes that died are removed a day later, younger ones are left alone', async () => {
  const { folder } = await withOne()
  const [old, young] = [join(folder, 'drafts/old'), join(folder, 'drafts/young')]
  for (const each of [old, young]) writeFileSync(each, 'half')
  const before = Date.now() / 1000 - 90_000
  utimesSync(old, before, before)
  await localFiles({ folder }).put('two', stream(), about)
  expect(readdirSync(join(folder, 'drafts'))).toEqual(['young'])
})

it('a file system that refuses is told as a failure of the store, without a path, and the stream is let go of', async () => {
  const folder = join(newFolder(), 'occupied')
  writeFileSync(folder, 'a file where the folder should be')
  let cancelled = false
  const source = new ReadableStream<Uint8Array>(
    {
      cancel: () => {
        cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  const error = await localFiles({ folder })
    .put('one', source, about)
    .catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'adapter-failure', operation: 'put' })
  expect((error as Error).message).not.toContain(folder)
  expect(cancelled).toBe(true)
})

it('a relative folder stays where it was when the process goes elsewhere', async () => {
  const outer = newFolder()
  const before = process.cwd()
  try {
    process.chdir(outer)
    const files = localFiles({ folder: 'store' })
    process.chdir(tmpdir())
    await files.put('one', stream(), about)
  } finally {
    process.chdir(before)
  }
  expect(readdirSync(join(outer, 'store'))).toHaveLength(2)
})
