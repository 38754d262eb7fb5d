import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  createHuiyin,
  type Digest,
  type ExternalCheckpoint,
  type Huiyin,
  hashDigest,
  isHuiyinError,
  keyedDigest,
} from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStorage } from '../src/sqlite-storage.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-tampering-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const path = () => join(folder, 'city.db')

// The first life has ids that can be foretold; later ones must not repeat them.
async function opened(digest: Digest, first = false) {
  const clock = simulatedClock(Date.parse(`2022-01-04T${first ? 10 : 11}:00:00+08:00`))
  const ids = first ? { ids: simulatedIds(1) } : {}
  const huiyin = createHuiyin({ storage: sqliteStorage({ path: path() }), platform: { clock, digest, ...ids } })
  await huiyin.start()
  return huiyin
}

/** Three requests, dispatched and claimed. Answers a checkpoint with its lines, and the ids. */
async function lived(digest: Digest) {
  const huiyin = await opened(digest, true)
  await seedCity(huiyin)
  const ids: string[] = []
  for (const description of ['家中不热', '楼道无灯', '路面破损']) {
    const submitted = await huiyin.requests.submit(
      { category: 'heating', area: cityGrid, description },
      { by: actors.resident },
    )
    if (!submitted.ok) throw new Error(submitted.refusal.code)
    const { id } = submitted.request
    await huiyin.requests.dispatch(id, {}, { by: actors.desk })
    await huiyin.requests.claim(id, {}, { by: actors.housing })
    ids.push(id)
  }
  const lines: string[] = []
  const checkpoint = await huiyin.audit.checkpoint({ by: actors.system, line: (line) => void lines.push(line) })
  await huiyin.stop()
  return { ids: ids as [string, string, string], kept: { checkpoint, lines } satisfies ExternalCheckpoint }
}

// Events, texts and sums are kept under the numbers of records, series and cells.
const ofRecord = 'WHERE rid = (SELECT rid FROM records WHERE id = ?)'
const ofEvent = (seq: number | '?') => `WHERE k = (SELECT rid * 1048576 FROM records WHERE id = ?) + ${seq}`
const ofEvents = 'WHERE k >> 20 = (SELECT rid FROM records WHERE id = ?)'
const ofSeries = (condition: string) => `WHERE series IN (SELECT series FROM series WHERE ${condition})`

function tamper(work: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(path())
  work(db)
  db.close()
}

async function verified(digest: Digest, options?: Omit<Parameters<Huiyin['audit']['verify']>[0], 'by'>) {
  const huiyin = await opened(digest)
  const found = await huiyin.audit.verify({ by: actors.system, ...options })
  await huiyin.stop()
  return found
}

interface Row {
  readonly seq: number
  readonly bytes: string
  readonly hash: string
}
const eventsOf = (db: DatabaseSync, id: string) =>
  db.prepare('SELECT seq, bytes, hash FROM events WHERE id = ? ORDER BY seq').all(id) as unknown as Row[]

// What somebody does who can write to the database and knows how chains are made: everything after `from` is hashed anew.
function rehash(db: DatabaseSync, id: string, from: number, digest: Digest): void {
  let previous = from === 1 ? digest.hex(`huiyin/1\nrequest\n${id}`) : (eventsOf(db, id)[from - 2] as Row).hash
  for (const { seq, bytes } of eventsOf(db, id).slice(from - 1)) {
    previous = digest.hex(`${previous}\n${bytes}`)
    db.prepare(`UPDATE event_rows SET hash = ? ${ofEvent('?')}`).run(previous, id, seq)
  }
  db.prepare('UPDATE records SET head = ? WHERE id = ?').run(previous, id)
}

const sm3 = hashDigest('sm3')
const keyed = keyedDigest({ algorithm: 'sm3', key: 'kept outside the database' })

describe.each([
  ['SM3', sm3],
  ['SHA-256', hashDigest('sha256')],
  ['HMAC-SM3', keyed],
] as const)('a chain of %s', (_name, digest) => {
  it('that nobody touched verifies, also against a checkpoint, also after the city went on', async () => {
    const { kept, ids } = await lived(digest)
    const huiyin = await opened(digest)
    await huiyin.requests.reply(ids[0], { text: '已处理' }, { by: actors.housing })
    expect(await huiyin.audit.verify({ by: actors.system, against: kept })).toMatchObject({
      ok: true,
      faults: [],
      since: [],
      texts: { kept: 4, erased: 0 },
    })
    await huiyin.stop()
  })

  it('shows an edited event, and names it', async () => {
    const { ids } = await lived(digest)
    tamper((db) =>
      db.prepare(`UPDATE event_rows SET bytes = replace(bytes, 'housing', 'water') ${ofEvent(4)}`).run(ids[1]),
    )
    expect(await verified(digest)).toMatchObject({ ok: false, faults: [{ id: ids[1], seq: 4, fault: 'hash' }] })
  })

  it('shows a column that says something else than the bytes that were hashed', async () => {
    const { ids } = await lived(digest)
    tamper((db) => db.prepare(`UPDATE event_rows SET event = 'request.returned' ${ofEvent(4)}`).run(ids[1]))
    expect((await verified(digest)).faults).toContainEqual(
      expect.objectContaining({ id: ids[1], seq: 4, fault: 'row' }),
    )
  })

  it('shows an event deleted from the middle', async () => {
    const { ids } = await lived(digest)
    tamper((db) => db.prepare(`DELETE FROM event_rows ${ofEvent(2)}`).run(ids[1]))
    expect((await verified(digest)).faults).toEqual([{ type: 'request', id: ids[1], seq: 2, fault: 'gap' }])
  })

  it('shows two events swapped', async () => {
    const { ids } = await lived(digest)
    tamper((db) => {
      for (const [from, to] of [
        [2, 99],
        [3, 2],
        [99, 3],
      ] as const)
        db.prepare(`UPDATE event_rows SET k = k + ? ${ofEvent('?')}`).run(to - from, ids[1], from)
    })
    expect((await verified(digest)).faults).toMatchObject([{ id: ids[1], seq: 2, fault: 'hash' }])
  })

  it('shows the chain of one record put in the place of another', async () => {
    const { ids } = await lived(digest)
    tamper((db) => {
      db.prepare(`DELETE FROM event_rows ${ofEvents}`).run(ids[1])
      const apart = 'k + ((SELECT rid FROM records WHERE id = ?) - (SELECT rid FROM records WHERE id = ?)) * 1048576'
      db.prepare(`UPDATE event_rows SET k = ${apart} ${ofEvents}`).run(ids[1], ids[0], ids[0])
    })
    expect((await verified(digest)).faults).toMatchObject([
      { id: ids[0], fault: 'version' },
      { id: ids[1], seq: 1, fault: 'hash' },
    ])
  })

  it('shows facts that its events did not make', async () => {
    const { ids } = await lived(digest)
    tamper((db) =>
      db.prepare(`UPDATE records SET body = replace(body, '"open":true', '"open":false') WHERE id = ?`).run(ids[2]),
    )
    expect((await verified(digest)).faults).toMatchObject([{ id: ids[2], fault: 'facts' }])
  })

  it.each(['open', 'status', 'unit', 'area_path', 'category', 'channel', 'requester', 'created_at'])(
    'shows a record that is found by another %s than its facts say',
    async (column) => {
      const { ids } = await lived(digest)
      const value = column === 'open' ? '1 - open' : column === 'created_at' ? 'created_at - 1' : "'x'"
      tamper((db) => db.prepare(`UPDATE records SET ${column} = ${value} WHERE id = ?`).run(ids[1]))
      expect((await verified(digest)).faults).toMatchObject([{ id: ids[1], fault: 'index' }])
    },
  )

  it('names the record that keeps a city from starting, and verify names it too', async () => {
    await lived(digest)
    tamper((db) => db.prepare(`UPDATE records SET body = 'x' WHERE type = 'catalogue'`).run())
    const storage = sqliteStorage({ path: path() })
    const huiyin = createHuiyin({ storage, platform: { digest } })
    const stopped = await huiyin.start().catch((error: unknown) => error)
    expect(isHuiyinError(stopped, 'adapter-failure') && stopped.message).toMatch(
      /The stored record catalogue\/\S+ is not valid JSON/,
    )
    expect((await huiyin.audit.verify({ by: actors.system })).faults).toMatchObject([
      { type: 'catalogue', fault: 'facts' },
    ])
    await storage.close()
  })

  it('shows a text in the vault that is not the one the resident wrote', async () => {
    const { ids } = await lived(digest)
    tamper((db) => db.prepare(`UPDATE vault_rows SET value = '家中很热' ${ofRecord}`).run(ids[0]))
    expect((await verified(digest)).faults).toMatchObject([
      { type: 'request', id: ids[0], seq: 1, fault: 'text', wrong: 'changed' },
    ])
  })

  it('goes on verifying when a command erased texts, and counts them; erased by hand they are missing', async () => {
    const { ids } = await lived(digest)
    const huiyin = await opened(digest)
    await huiyin.requests.forceClose(ids[0], { reason: '无法联系' }, { by: actors.chief })
    expect(await huiyin.requests.eraseTexts(ids[0], { basis: 'unlawful' }, { by: actors.securityAdmin })).toMatchObject(
      {
        ok: true,
      },
    )
    await huiyin.stop()
    expect(await verified(digest)).toMatchObject({ ok: true, texts: { kept: 2, erased: 2 } })
    tamper((db) => db.prepare(`UPDATE vault_rows SET value = NULL, salt = NULL ${ofRecord}`).run(ids[1]))
    expect((await verified(digest)).faults).toMatchObject([{ id: ids[1], seq: 1, fault: 'text', wrong: 'missing' }])
  })

  it('names a record that was corrupted beyond reading the chain, and goes on with the others', async () => {
    const { ids } = await lived(digest)
    tamper((db) => db.prepare(`UPDATE event_rows SET bytes = 'x' || bytes ${ofEvent(1)}`).run(ids[0]))
    const { faults, records } = await verified(digest)
    expect([faults, records]).toEqual([[{ type: 'request', id: ids[0], seq: 1, fault: 'hash' }], 8])
  })
})

describe('what somebody wrote in by hand that nothing can read', () => {
  const last = (db: DatabaseSync, id: string) => eventsOf(db, id).at(-1) as Row
  const rewrite = (db: DatabaseSync, id: string, seq: number, bytes: string) => {
    db.prepare(`UPDATE event_rows SET bytes = ? ${ofEvent('?')}`).run(bytes, id, seq)
    rehash(db, id, seq, sm3)
  }
  it.each<readonly [what: string, seq: number, fault: string, (db: DatabaseSync, id: string) => void]>([
    [
      'a record that is no JSON',
      4,
      'facts',
      (db, id) => db.prepare(`UPDATE records SET body = 'x' WHERE id = ?`).run(id),
    ],
    [
      'a record that is nothing',
      4,
      'facts',
      (db, id) => db.prepare(`UPDATE records SET body = 'null' WHERE id = ?`).run(id),
    ],
    ['a hashed event that is no JSON', 4, 'row', (db, id) => rewrite(db, id, last(db, id).seq, 'x')],
    ['a hashed event that is nothing', 4, 'row', (db, id) => rewrite(db, id, last(db, id).seq, 'null')],
    ['one in the middle', 2, 'row', (db, id) => rewrite(db, id, 2, '{')],
    [
      'a hashed event without what it must say',
      1,
      'facts',
      (db, id) => {
        const { data: _, ...event } = JSON.parse((eventsOf(db, id)[0] as Row).bytes) as { data: object }
        rewrite(db, id, 1, JSON.stringify(event))
      },
    ],
  ])('is a fault with its place, and the walk goes on: %s', async (_what, seq, fault, work) => {
    const { ids } = await lived(sm3)
    tamper((db) => work(db, ids[1]))
    const { faults, records } = await verified(sm3)
    expect([faults, records]).toEqual([[{ type: 'request', id: ids[1], seq, fault }], 8])
  })
})

// Cuts off the last event with all traces of it, as somebody would who knows the schema.
function cutTail(db: DatabaseSync, id: string, digest: Digest): void {
  const facts = db.prepare('SELECT body, version FROM records WHERE id = ?').get(id) as {
    body: string
    version: number
  }
  db.prepare(`DELETE FROM event_rows ${ofEvent('?')}`).run(id, facts.version)
  const { version: _, ...rest } = JSON.parse(facts.body) as { version: number }
  db.prepare('UPDATE records SET version = version - 1, body = ? WHERE id = ?').run(
    JSON.stringify({ ...rest, version: facts.version - 1 }),
    id,
  )
  rehash(db, id, facts.version, digest)
  const last = eventsOf(db, id).at(-1) as Row
  db.prepare('UPDATE records SET head = ? WHERE id = ?').run(last.hash, id)
}

// Somebody else claimed it, and everything after it is hashed anew: it verifies by itself.
function rewritePast(db: DatabaseSync, id: string): void {
  db.prepare(`UPDATE event_rows SET bytes = replace(bytes, 'officer-housing', 'officer-somebody') ${ofEvent(4)}`).run(
    id,
  )
  db.prepare(`UPDATE records SET body = replace(body, 'officer-housing', 'officer-somebody') WHERE id = ?`).run(id)
  rehash(db, id, 4, sm3)
}

describe('against a checkpoint kept elsewhere', () => {
  it('an event cut off at the end shows, with the record and the event', async () => {
    const { ids, kept } = await lived(sm3)
    tamper((db) => cutTail(db, ids[1], sm3))
    const { since } = await verified(sm3, { against: kept })
    expect(since).toEqual([{ fault: 'fewer-events' }, { fault: 'truncated', type: 'request', id: ids[1], seq: 4 }])
  })

  it('a record taken away as a whole shows', async () => {
    const { ids, kept } = await lived(sm3)
    tamper((db) => {
      db.prepare(`DELETE FROM event_rows ${ofEvents}`).run(ids[1])
      db.prepare(`DELETE FROM vault_rows ${ofRecord}`).run(ids[1])
      db.prepare('DELETE FROM search_rows WHERE doc / 1048576 = (SELECT rid FROM records WHERE id = ?)').run(ids[1])
      db.prepare('DELETE FROM records WHERE id = ?').run(ids[1])
    })
    expect((await verified(sm3)).faults).toEqual([])
    const { ok, since } = await verified(sm3, { against: kept })
    expect([ok, since]).toEqual([
      false,
      [{ fault: 'fewer-records' }, { fault: 'fewer-events' }, { fault: 'missing', type: 'request', id: ids[1] }],
    ])
  })

  it('a rewritten past shows that verifies by itself', async () => {
    const { ids, kept } = await lived(sm3)
    tamper((db) => rewritePast(db, ids[1]))
    expect((await verified(sm3)).faults).toEqual([])
    const { since } = await verified(sm3, { against: kept })
    expect(since).toEqual([{ fault: 'rewritten', type: 'request', id: ids[1], seq: 4 }])
  })

  it('a past rewritten before the checkpoint shows also when the record went on after it', async () => {
    const { ids, kept } = await lived(sm3)
    const huiyin = await opened(sm3)
    await huiyin.requests.urge(ids[1], {}, { by: actors.resident })
    await huiyin.stop()
    tamper((db) => rewritePast(db, ids[1]))
    expect((await verified(sm3)).faults).toEqual([])
    const { since } = await verified(sm3, { against: kept })
    expect(since).toEqual([{ fault: 'rewritten', type: 'request', id: ids[1], seq: 4 }])
  })

  it('a database put back from an old backup shows, by the checkpoint alone', async () => {
    await lived(sm3)
    tamper((db) => db.exec('PRAGMA wal_checkpoint(TRUNCATE)'))
    copyFileSync(path(), join(folder, 'old.db'))
    const huiyin = await opened(sm3)
    await huiyin.requests.submit({ category: 'leak', area: cityGrid, description: '漏水' }, { by: actors.neighbour })
    const checkpoint = await huiyin.audit.checkpoint({ by: actors.system })
    await huiyin.stop()
    copyFileSync(join(folder, 'old.db'), path())
    const { faults, since } = await verified(sm3, { against: { checkpoint } })
    expect([faults, since]).toEqual([
      [],
      [{ fault: 'fewer-records' }, { fault: 'fewer-events' }, { fault: 'other-root' }],
    ])
  })

  it('a rewritten past shows by the root alone, also after the city went on', async () => {
    const { ids, kept } = await lived(sm3)
    const { checkpoint } = kept
    const against = { checkpoint }
    expect(await verified(sm3, { against })).toMatchObject({ ok: true, compared: 'root', since: [] })
    const huiyin = await opened(sm3)
    await huiyin.requests.urge(ids[0], {}, { by: actors.resident })
    await huiyin.stop()
    expect(await verified(sm3, { against })).toMatchObject({ ok: true, compared: 'root', since: [] })
    tamper((db) => rewritePast(db, ids[1]))
    const { ok, compared, faults, since } = await verified(sm3, { against })
    expect({ ok, compared, faults, since }).toEqual({
      ok: false,
      compared: 'counts',
      faults: [],
      since: [{ fault: 'other-root' }],
    })
  })

  it('lines that were changed to hide it do not give the root', async () => {
    const { ids, kept } = await lived(sm3)
    tamper((db) => cutTail(db, ids[1], sm3))
    const lines = kept.lines.filter((line) => !line.includes(ids[1]))
    const { since } = await verified(sm3, { against: { checkpoint: kept.checkpoint, lines } })
    expect(since[0]).toEqual({ fault: 'root' })
  })

  it('a checkpoint signed by nobody one trusts is no proof', async () => {
    const { kept } = await lived(sm3)
    const huiyin = await opened(sm3)
    const sign = (text: string) => hashDigest('sha256').hex(`secret ${text}`)
    const trusts = (text: string, signature: string) => signature === sign(text)
    const signed = await huiyin.audit.checkpoint({ by: actors.system, sign })
    const { since } = await huiyin.audit.verify({ by: actors.system, against: { checkpoint: signed, trusts } })
    expect(since).toEqual([])
    for (const checkpoint of [kept.checkpoint, { ...signed, events: 1 }, { ...signed, signature: 'x' }])
      expect((await huiyin.audit.verify({ by: actors.system, against: { checkpoint, trusts } })).since).toContainEqual({
        fault: 'signature',
      })
    await huiyin.stop()
  })

  it('one made with another digest is no measure', async () => {
    const { kept } = await lived(sm3)
    const against = { checkpoint: { ...kept.checkpoint, digest: 'sha256' } }
    expect((await verified(sm3, { against })).since).toEqual([{ fault: 'digest' }])
  })

  it('a text that is no line is refused with its place', async () => {
    const { kept } = await lived(sm3)
    const against = { checkpoint: kept.checkpoint, lines: [...kept.lines, 'nonsense'] }
    await expect(verified(sm3, { against })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ path: ['lines', kept.lines.length] }],
    })
  })
})

describe('an event forged at the end by somebody who can write to the database', () => {
  const forge = (id: string, digest: Digest) =>
    tamper((db) => {
      const { version, body } = db.prepare('SELECT version, body FROM records WHERE id = ?').get(id) as {
        version: number
        body: string
      }
      const last = eventsOf(db, id).at(-1) as Row
      const bytes = last.bytes
        .replace(`"seq":${version}`, `"seq":${version + 1}`)
        .replace('request.claimed', 'request.urged')
      db.prepare(`INSERT INTO event_rows SELECT k + 1, 'request.urged', at, ?, '' FROM event_rows ${ofEvent('?')}`).run(
        bytes,
        id,
        version,
      )
      db.prepare('UPDATE records SET version = version + 1, body = ? WHERE id = ?').run(body, id)
      rehash(db, id, version + 1, digest)
    })

  it('is not seen by a plain chain, except in what the facts say', async () => {
    const { ids, kept } = await lived(sm3)
    forge(ids[0], sm3)
    const { faults, since } = await verified(sm3, { against: kept })
    expect(faults.every((each) => each.fault === 'facts')).toBe(true)
    expect(since).toEqual([])
  })

  it('is seen by a keyed one, and named', async () => {
    const { ids } = await lived(keyed)
    forge(ids[0], sm3)
    expect((await verified(keyed)).faults).toEqual([{ type: 'request', id: ids[0], seq: 5, fault: 'hash' }])
  })
})

describe('the sums that figures are read from', () => {
  const recounted = async () => {
    const huiyin = await opened(sm3)
    const found = await huiyin.evaluation.recount({ by: actors.system })
    await huiyin.stop()
    return found
  }

  it('are those of the requests, and both verify and recount find one that is gone', async () => {
    await lived(sm3)
    expect(await recounted()).toMatchObject({ ok: true, requests: 3, moving: 0, faults: [] })
    tamper((db) => void db.exec(`DELETE FROM sums ${ofSeries("measure = 'accepted'")}`))
    expect(await verified(sm3)).toMatchObject({ ok: false, faults: [], recount: { ok: false } })
    expect(await recounted()).toMatchObject({ ok: false })
  })

  const place = { measure: 'accepted', kept: 4, counted: 3 }
  const gridPath = `370281/370281001/370281001001/${cityGrid}/`
  it.each([
    ['', { by: 'day', within: '370281', key: '2022-01-04' }],
    ['channel-day', { by: 'channel', key: 'miniProgram' }],
    ['unit-month', { by: 'unit', key: 'housing' }],
    ['category-month', { by: 'category', key: 'heating' }],
    ['area-month', { by: 'area', key: gridPath }],
    ['town-month', { by: 'unit', within: '370281', key: 'housing' }],
  ])('show it when one of them was changed, grain %j', async (grain, where) => {
    await lived(sm3)
    tamper((db) =>
      db.prepare(`UPDATE sums SET sum = sum + 1 ${ofSeries("measure = 'accepted' AND grain = ?")}`).run(grain),
    )
    expect((await recounted()).faults).toContainEqual({ ...place, ...where })
  })

  it('may move while they are counted: what moved is not told of as a fault', async () => {
    await lived(sm3)
    const huiyin = await opened(sm3)
    const report = { category: 'heating', area: cityGrid, description: '又不热了' }
    let going = true
    const reporting = (async () => {
      for (let i = 0; going; i++) await huiyin.requests.submit(`live-${i}`, report, { by: actors.resident })
    })()
    const found = await huiyin.evaluation.recount({ by: actors.system })
    going = false
    await reporting
    expect(found.faults).toEqual([])
    await huiyin.stop()
  })
})
