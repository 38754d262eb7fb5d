import { spawn } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownFolder, runIn } from '../src/binary.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
const at = (name: string) => join(folder.path, name)
afterAll(() => folder.remove())

/** Committed events, none while the database is still being made. */
function eventsIn(name: string): number {
  if (!existsSync(at(name))) return 0
  const db = new DatabaseSync(at(name), { readOnly: true })
  try {
    db.exec('PRAGMA busy_timeout = 5000')
    const made = db.prepare("SELECT count(*) AS count FROM sqlite_schema WHERE name = 'events'").get()
    return made?.count === 0 ? 0 : Number(db.prepare('SELECT count(*) AS count FROM events').get()?.count)
  } finally {
    db.close()
  }
}

interface Restored {
  readonly restored: boolean
  readonly aside?: string
  readonly integrity: readonly string[]
  readonly verification?: { readonly ok: boolean; readonly events: number; readonly digest: string }
}

beforeAll(async () => {
  const made = await huiyin('simulate', '-s', 'sqlite:city.db', '--requests', '60', '--days', '20')
  expect(made.code).toBe(0)
  expect((await huiyin('backup', '-s', 'sqlite:city.db', '-o', 'city.backup')).code).toBe(0)
})

describe('a backup', () => {
  it('taken while another process writes holds all that was committed before, and verifies', async () => {
    const program = fileURLToPath(new URL('../dist/main.js', import.meta.url))
    // Far more than it gets done: it is ended below, at work.
    const args = [program, 'simulate', '-s', 'sqlite:busy.db', '--requests', '40000', '--days', '60', '--json']
    const writer = spawn(process.execPath, args, { cwd: folder.path, stdio: 'ignore' })
    const ended = new Promise<number | null>((resolve) => writer.once('close', resolve))
    try {
      while (writer.exitCode === null && eventsIn('busy.db') <= 2000) await pause(20)
      for (const n of [1, 2, 3]) {
        const before = eventsIn('busy.db')
        const taken = await huiyin('backup', '-s', 'sqlite:busy.db', '-o', `busy-${n}.backup`, '--json')
        expect(taken.code).toBe(0)
        const after = eventsIn('busy.db')
        const args = ['restore', `busy-${n}.backup`, '--verify', '-s', `sqlite:restored-${n}.db`, '--json']
        const restored = (await huiyin(...args)).json<Restored>()
        expect(restored).toMatchObject({ ok: true, restored: true, integrity: [], verification: { ok: true } })
        expect(restored.verification?.events).toBeGreaterThanOrEqual(before)
        expect(restored.verification?.events).toBeLessThanOrEqual(after)
        // It goes on being written to; the next copy is of more.
        while (writer.exitCode === null && eventsIn('busy.db') <= after) await pause(20)
        expect(writer.exitCode).toBeNull()
      }
    } finally {
      writer.kill('SIGKILL')
      await ended
    }
    expect((await huiyin('verify', '-s', 'sqlite:busy.db')).code).toBe(0) // and the copying harmed nothing
  })

  it('is one file, complete by itself, and is never written over', async () => {
    expect(readdirSync(folder.path).filter((name) => name.startsWith('city.backup'))).toEqual(['city.backup'])
    const { code, err } = await huiyin('backup', '-s', 'sqlite:city.db', '-o', 'city.backup')
    expect(code).toBe(2)
    expect(err).toContain('已存在')
    expect((await huiyin('backup', '-s', 'sqlite:city.db', '-o', 'no-such-folder/b')).code).toBe(2)
  })

  it('is refused for what is no database of ours, and for PostgreSQL, with what to use there', async () => {
    const foreign = new DatabaseSync(at('foreign.db'))
    foreign.exec('CREATE TABLE t (x)')
    foreign.close()
    expect((await huiyin('backup', '-s', 'sqlite:foreign.db', '-o', 'f.backup')).code).toBe(2)
    const { code, err } = await huiyin('backup', '-s', 'postgres://127.0.0.1:1/x', '-o', 'p.backup')
    expect(code).toBe(2)
    expect(err).toContain('pg_basebackup')
  })
})

describe('huiyin restore', () => {
  it('gives the very record back', async () => {
    const original = (await huiyin('verify', '-s', 'sqlite:city.db', '--json')).json<{ digest: string }>()
    const { json } = await huiyin('restore', 'city.backup', '--verify', '-s', 'sqlite:back.db', '--json')
    expect(json<Restored>().verification?.digest).toBe(original.digest)
    expect((await huiyin('import', 'areas', 'none.json', '-s', 'sqlite:back.db')).code).toBe(2)
    expect((await huiyin('verify', '-s', 'sqlite:back.db')).code).toBe(0)
  })

  it('replaces a database only when told to, and moves the old one aside', async () => {
    copyFileSync(at('city.backup'), at('target.db'))
    const refused = await huiyin('restore', 'city.backup', '-s', 'sqlite:target.db')
    expect(refused.code).toBe(2)
    expect(refused.err).toContain('--replace')
    const { code, json } = await huiyin('restore', 'city.backup', '--replace', '-s', 'sqlite:target.db', '--json')
    expect(code).toBe(0)
    const { aside = '' } = json<Restored>()
    expect(aside).toMatch(/^target\.db\.replaced-\d{14}$/)
    expect(eventsIn(aside)).toBe(eventsIn('target.db'))
  })

  it('does not take a database away from a process that has it open', async () => {
    copyFileSync(at('city.backup'), at('open.db'))
    const held = new DatabaseSync(at('open.db'))
    try {
      held.exec('PRAGMA journal_mode = WAL')
      held.prepare('SELECT count(*) FROM events').get()
      const { code, json } = await huiyin('restore', 'city.backup', '--replace', '-s', 'sqlite:open.db', '--json')
      expect(code).toBe(3)
      expect(json()).toMatchObject({ ok: false, error: { code: 'storage-in-use', details: { retryable: true } } })
    } finally {
      held.close()
    }
    expect((await huiyin('restore', 'city.backup', '--replace', '-s', 'sqlite:open.db')).code).toBe(0)
  })

  it('with --verify restores nothing from a backup that was tampered with, and leaves what is there', async () => {
    copyFileSync(at('city.backup'), at('bad.backup'))
    const db = new DatabaseSync(at('bad.backup'))
    db.exec(`UPDATE event_rows SET bytes = replace(bytes, 'request.', 'request_')
      WHERE k = (SELECT k FROM event_rows WHERE event LIKE 'request.%' ORDER BY k LIMIT 1 OFFSET 250)`)
    db.close()
    copyFileSync(at('city.backup'), at('kept.db'))
    for (const target of ['fresh.db', 'kept.db']) {
      const args = ['restore', 'bad.backup', '--verify', '--replace', '-s', `sqlite:${target}`, '--json']
      const { code, json } = await huiyin(...args)
      expect(code).toBe(1)
      expect(json()).toMatchObject({
        ok: false,
        restored: false,
        verification: { ok: false, faults: [{ fault: 'hash' }] },
      })
    }
    expect(existsSync(at('fresh.db'))).toBe(false)
    expect((await huiyin('verify', '-s', 'sqlite:kept.db')).code).toBe(0)
    expect(readdirSync(folder.path).filter((name) => name.includes('.part'))).toEqual([])
  })

  it('finds a page that was damaged, and refuses half a file and a letter', async () => {
    copyFileSync(at('city.backup'), at('damaged.backup'))
    const pages = new DatabaseSync(at('damaged.backup'))
    const root = Number(
      pages.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'records_by_unit'").get()?.rootpage,
    )
    pages.close()
    const bytes = Buffer.alloc(64, 0xff)
    const file = openSync(at('damaged.backup'), 'r+')
    writeSync(file, bytes, 0, bytes.length, (root - 1) * 4096 + 8)
    closeSync(file)
    const damaged = await huiyin('restore', 'damaged.backup', '--verify', '-s', 'sqlite:d.db', '--json')
    expect(damaged.code).toBe(1)
    expect(damaged.json<Restored>().integrity.length).toBeGreaterThan(0)

    copyFileSync(at('city.backup'), at('half.backup'))
    truncateSync(at('half.backup'), statSync(at('half.backup')).size / 2)
    expect((await huiyin('restore', 'half.backup', '--verify', '-s', 'sqlite:h.db')).code).not.toBe(0)
    writeFileSync(at('letter.backup'), '这不是备份。'.repeat(500))
    expect((await huiyin('restore', 'letter.backup', '-s', 'sqlite:l.db')).code).toBe(2)
    expect((await huiyin('restore', 'none.backup', '-s', 'sqlite:n.db')).code).toBe(2)
    for (const name of ['d.db', 'h.db', 'l.db', 'n.db']) expect(existsSync(at(name))).toBe(false)
  })

  it('is compared with a checkpoint kept elsewhere: an old backup shows', async () => {
    copyFileSync(at('city.backup'), at('newer.db'))
    writeFileSync(
      at('street.json'),
      JSON.stringify([{ code: '999901009', name: '新街道', level: 'town', parent: '999901' }]),
    )
    expect((await huiyin('import', 'areas', 'street.json', '-s', 'sqlite:newer.db')).code).toBe(0)
    expect((await huiyin('checkpoint', '-s', 'sqlite:newer.db', '-o', 'newer.jsonl')).code).toBe(0)
    const args = ['restore', 'city.backup', '-s', 'sqlite:old.db', '--against', 'newer.jsonl']
    expect((await huiyin(...args)).code).toBe(2) // comparing is part of verifying
    const { code, out } = await huiyin(...args, '--verify')
    expect(code).toBe(1)
    expect(out).toContain('尾部事件被删去')
    expect(existsSync(at('old.db'))).toBe(false)
  })
})
