import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Storage } from '@huiyin/core'
import type { RecordRef } from '@huiyin/core/contracts'
import { seededRandom } from '@huiyin/testkit'
import { bundleChild, runTogether, startChild } from '@huiyin/testkit/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from '../src/sqlite-storage.js'
import { childWorks } from './child-works.js'
import { childrenOf } from './children.js'

let folder: string
let program: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-processes-'))
  program = await bundleChild(folder, childrenOf('./child-works.ts'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function opened(path: string): Promise<Storage> {
  const storage = sqliteStorage({ path })
  await storage.open()
  return storage
}
const inOrder = (length: number) => Array.from({ length }, (_, position) => position + 1)
const urged = async (storage: Storage) =>
  (await storage.tally({ measures: ['urged'], from: '2022-01-01', to: '2023-01-01' }))[0]?.sum ?? 0

/** The record, its events, its deadline and its answers must tell of the same number of changes. Returns the version. */
async function expectWhole(storage: Storage, ref: RecordRef): Promise<number> {
  const { record } = await storage.load(ref)
  if (record === undefined) return 0
  const { version } = record
  const events = await storage.history(ref, { after: 0, limit: 1_000_000 })
  expect(events.map(({ seq }) => seq)).toEqual(inOrder(version))
  expect([record.body, record.head]).toEqual([`{"version":${version}}`, events.at(-1)?.hash])
  const due = await storage.takeDue({
    what: 'deadlines',
    now: Number.MAX_SAFE_INTEGER,
    limit: 1_000_000,
    lease: { owner: 'test', until: 0 },
    buckets: [ref.bucket],
  })
  expect(due.map(({ name }) => name)).toEqual([`d-${version}`])
  const key = record.head
  expect((await storage.load(ref, { key })).answer).toMatchObject({ key, version, events: 2 })
  return version
}

describe('several processes on one file', () => {
  it('may open a new file at the same moment', async () => {
    for (const round of inOrder(5)) {
      const path = join(folder, `new-${round}.db`)
      await runTogether(inOrder(4).map((by) => startChild(program, 'openAndClose', path, `${by}`)))
    }
  })

  it('lose no change: each version of a contended record is won by exactly one of them', async () => {
    const path = join(folder, 'race.db')
    // The file is new: they also race for its schema.
    const told = await runTogether(
      ['left', 'right', 'third'].map((by) => startChild(program, 'winThirtyTimes', path, by, '2')),
    )
    const wins = told
      .flatMap((versions, by) => versions.map((version) => ({ version: Number(version), by })))
      .sort((a, b) => a.version - b.version)
    expect(wins.map(({ version }) => version)).toEqual(inOrder(90).map((n) => n * 2))
    const turns = wins.filter(({ by }, position) => position > 0 && wins[position - 1]?.by !== by).length
    expect(turns, 'how often the lead changed: less, and it was no race').toBeGreaterThan(9)
    const storage = await opened(path)
    expect(await expectWhole(storage, { bucket: 7, type: 'request', id: 'q-race' })).toBe(180)
    expect(await urged(storage)).toBe(180)
    await storage.close()
  })

  it('give each due deadline to one of them', async () => {
    const path = join(folder, 'due.db')
    const storage = await opened(path)
    const refs = inOrder(150).map((n) => ({ bucket: n % 64, type: 'request', id: `q-${n}` }))
    await storage.commit(refs.map((ref) => childWorks.markedChange(ref, 0, 'test')))
    const told = await runTogether([
      startChild(program, 'takeAll', path, 'left', 'right'),
      startChild(program, 'takeAll', path, 'right', 'left'),
    ])
    expect(told.flat().sort()).toEqual(refs.map(({ id }) => id).sort())
    expect(Math.min(...told.map(({ length }) => length)), 'rows of the one that got fewer').toBeGreaterThan(0)
    await storage.close()
  })
})

describe('a process that is killed while it commits', () => {
  it('leaves every acknowledged change behind, whole, in each of sixteen rounds', async () => {
    const path = join(folder, 'killed.db')
    const refs = inOrder(5).map((n) => ({ bucket: n - 1, type: 'request', id: `q-${n - 1}` }))
    // By bucket: the version that was acknowledged last, or found after a round.
    const known = new Map<number, number>()
    const random = seededRandom(20220104)
    for (const round of inOrder(16)) {
      const child = startChild(program, 'commitUntilKilled', path, `r${round}`)
      await child.ready
      child.begin()
      // Five lines a commit: killed after a few of them, or in the middle of one.
      const enough = random.int(1, 60)
      await child.heard(enough)
      child.kill()
      expect(await child.ended, `round ${round}, killed after ${enough} lines`).toBe('SIGKILL')

      for (const line of child.lines) {
        const [bucket, version] = line.split(' ').map(Number) as [number, number]
        known.set(bucket, version)
      }
      const storage = await opened(path)
      let sum = 0
      for (const ref of refs) {
        const version = await expectWhole(storage, ref)
        sum += version
        const told = known.get(ref.bucket) ?? 0
        // The last call may have been written without, or with only a part, being told of.
        expect([told, told + 2], `round ${round}, killed after ${enough} lines, ${ref.id}`).toContain(version)
        known.set(ref.bucket, version)
      }
      expect(await urged(storage)).toBe(sum)
      await storage.close()
    }
  })
})
