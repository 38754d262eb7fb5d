import { existsSync, writeFileSync, writeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Storage } from '@huiyin/core'
import type { Change, RecordRef } from '@huiyin/core/contracts'
import { sqliteStorage } from '../src/sqlite-storage.js'

const day = '2022-01-04'
const index = {
  status: 'handling',
  open: true,
  createdAt: 1000,
  areaPath: '370281/',
  unit: 'housing',
  category: 'heating',
  channel: 'hotline',
  requester: 'res-1',
  owner: 'housing',
  flags: [],
  number: '',
  desks: [],
}

/** A change that leaves its mark everywhere: facts, two events, one deadline in the place of the last one, a tally, an answer. */
function markedChange(ref: RecordRef, expectedVersion: number, by: string): Change {
  const version = expectedVersion + 2
  const events = [version - 1, version].map((seq) => ({
    seq,
    type: 'request.urged',
    at: seq,
    bytes: `{"by":"${by}"}`,
    hash: `${by}-${seq}`,
  }))
  return {
    ...ref,
    expectedVersion,
    version,
    head: `${by}-${version}`,
    body: `{"version":${version}}`,
    index,
    at: version,
    events,
    deadlines: { put: [{ name: `d-${version}`, at: version }], drop: [`d-${expectedVersion}`] },
    deliveries: [],
    vault: { put: [], erase: [] },
    tallies: [{ measure: 'urged', day, areaPath: '370281/', unit: '', category: '', channel: '', delta: 2 }],
    command: { key: `${by}-${version}`, fingerprint: by, version, events: 2, at: version },
  }
}

async function open(path: string): Promise<Storage> {
  const storage = sqliteStorage({ path })
  await storage.open()
  return storage
}

// Written before the next step begins, not queued: what was told has left the process, whatever happens to it next.
const tell = (line: string) => writeSync(1, `${line}\n`)

/** Opens the file, with whoever else does so, and closes it. */
async function openAndClose(path: string): Promise<void> {
  await (await open(path)).close()
}

/** Commits to five records at once, again and again, and tells of every answer; ends by being killed. */
async function commitUntilKilled(path: string, by: string): Promise<void> {
  const storage = await open(path)
  const refs = Array.from({ length: 5 }, (_, bucket) => ({ bucket, type: 'request', id: `q-${bucket}` }))
  const versions = await Promise.all(refs.map(async (ref) => (await storage.load(ref)).record?.version ?? 0))
  for (;;) {
    const changes = refs.map((ref, position) => markedChange(ref, versions[position] as number, by))
    const outcomes = await storage.commit(changes)
    for (const [position, { bucket, version }] of changes.entries()) {
      if (outcomes[position]?.kind !== 'committed')
        throw new Error(`not committed: ${JSON.stringify(outcomes[position])}`)
      versions[position] = version
      tell(`${bucket} ${version}`)
    }
  }
}

/**
 * Wins one record thirty times against whoever else wants it, so many of them, and tells of every version won. After each of its first five
 * wins it steps back until another has won: the fastest would have its thirty before the others have begun.
 */
async function winThirtyTimes(path: string, by: string, others: string): Promise<void> {
  const storage = await open(path)
  const ref = { bucket: 7, type: 'request', id: 'q-race' }
  const versionNow = async () => (await storage.load(ref)).record?.version ?? 0
  let expected = 0
  for (let won = 0; won < 30; ) {
    const change = markedChange(ref, expected, by)
    const [outcome] = await storage.commit([change])
    if (outcome?.kind === 'committed') {
      won++
      tell(`${change.version}`)
      const othersAreDone = change.version / 2 - won === 30 * Number(others)
      if (won <= 5 && !othersAreDone) while ((await versionNow()) === change.version) await pause(1)
    }
    expected = outcome?.kind === 'conflict' ? outcome.version : change.version
  }
  await storage.close()
}

/** Takes due deadlines, three at a time, until none is left, and tells of each. Goes on from the first three once the other has some. */
async function takeAll(path: string, by: string, other: string): Promise<void> {
  const storage = await open(path)
  const mark = (who: string) => `${path}.${who}`
  for (;;) {
    const due = { what: 'deadlines', now: 1000, limit: 3, lease: { owner: by, until: 2000 } } as const
    const taken = await storage.takeDue(due)
    // Its own rows come again, since the lease is its own: what was told stays told once it is dropped.
    const dropped = await storage.commit(taken.map(({ bucket, type, id }) => dropping({ bucket, type, id })))
    if (dropped.some(({ kind }) => kind !== 'committed')) throw new Error('a row was given to two owners')
    for (const { id } of taken) tell(id)
    if (taken.length === 0) break
    writeFileSync(mark(by), '')
    while (!existsSync(mark(other))) await pause(1)
  }
  await storage.close()
}
const dropping = (ref: RecordRef): Change => {
  const { command: _, ...change } = markedChange(ref, 2, 'taker')
  return { ...change, deadlines: { put: [], drop: ['d-2'] } }
}

/** What a child process of the tests can be told to do with a file. */
export const childWorks = { openAndClose, commitUntilKilled, winThirtyTimes, takeAll, markedChange }
