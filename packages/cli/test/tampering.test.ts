import { generateKeyPairSync, verify } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownFolder, runIn } from '../src/binary.js'
import { editFile } from './tampering/edit-file.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
const at = (name: string) => join(folder.path, name)
afterAll(() => folder.remove())

let copies = 0
/** A copy of the simulated city with something done to it. */
function tampered(change: (db: DatabaseSync) => void): string {
  const name = `copy-${++copies}.db`
  copyFileSync(at('city.db'), at(name))
  const db = editFile(at(name))
  change(db)
  db.close()
  return name
}

interface Verified {
  readonly ok: boolean
  readonly records: number
  readonly events: number
  readonly faults: readonly {
    readonly type: string
    readonly id: string
    readonly seq: number
    readonly fault: string
  }[]
  readonly since: readonly { readonly fault: string; readonly id?: string; readonly seq?: number }[]
}

/** A request of the city with at least eight events. */
function longLife(): { id: string; version: number } {
  const db = new DatabaseSync(at('city.db'), { readOnly: true })
  const row = db
    .prepare("SELECT id, version FROM records WHERE type = 'request' AND version >= 8 ORDER BY id LIMIT 1")
    .get()
  db.close()
  return { id: String(row?.id), version: Number(row?.version) }
}

beforeAll(async () => {
  const made = await huiyin('simulate', '-s', 'sqlite:city.db', '--requests', '80', '--days', '20', '--seed', '5')
  expect(made.code).toBe(0)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(at('private.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(at('public.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
  const other = generateKeyPairSync('ed25519').publicKey
  writeFileSync(at('other.pem'), other.export({ type: 'spki', format: 'pem' }))
  const kept = await huiyin('checkpoint', '-s', 'sqlite:city.db', '-o', 'kept.jsonl', '--sign-key', 'private.pem')
  expect(kept.code).toBe(0)
})

describe('huiyin verify', () => {
  it('passes a record that nobody touched, also against its checkpoint and its signature', async () => {
    const { code, json } = await huiyin(
      ...['verify', '-s', 'sqlite:city.db', '--against', 'kept.jsonl', '--public-key', 'public.pem', '--json'],
    )
    expect(code).toBe(0)
    const verified = json<Verified & { against: { records: number } }>()
    expect(verified).toMatchObject({ ok: true, faults: [], since: [] })
    expect(verified.against.records).toBe(verified.records)
  })

  it('names the event of a row that was edited', async () => {
    const { id } = longLife()
    const name = tampered((db) =>
      db.prepare('UPDATE events SET bytes = replace(bytes, \'"at":1\', \'"at":2\') WHERE id = ? AND seq = 3').run(id),
    )
    const { code, json } = await huiyin('verify', '-s', `sqlite:${name}`, '--json')
    expect(code).toBe(1)
    expect(json<Verified>().faults).toEqual([{ type: 'request', id, seq: 3, fault: 'hash' }])
    const told = await huiyin('verify', '-s', `sqlite:${name}`)
    expect(told.out).toContain(`✗ request ${id} #3  事件内容或其摘要被改动`)
  })

  it('names a row that was deleted, facts that were edited and a text that was exchanged', async () => {
    const { id } = longLife()
    const faults: string[] = []
    for (const change of [
      (db: DatabaseSync) => db.prepare('DELETE FROM events WHERE id = ? AND seq = 4').run(id),
      (db: DatabaseSync) =>
        db
          .prepare('UPDATE records SET body = replace(body, \'"status":\', \'"returns":9,"status":\') WHERE id = ?')
          .run(id),
      (db: DatabaseSync) =>
        db.prepare("UPDATE vault SET value = '另一句话' WHERE id = ? AND field = 'description'").run(id),
    ]) {
      const { code, json } = await huiyin('verify', '-s', `sqlite:${tampered(change)}`, '--json')
      expect(code).toBe(1)
      const [first] = json<Verified>().faults
      expect(first?.id).toBe(id)
      faults.push(first?.fault ?? '')
    }
    expect(faults).toEqual(['gap', 'facts', 'text'])
  })
})

describe('huiyin verify --against', () => {
  it('finds a record that is gone and a database rolled back to an old copy, which the chains alone cannot show', async () => {
    const { id } = longLife()
    const gone = tampered((db) => {
      db.prepare('DELETE FROM events WHERE id = ?').run(id)
      db.prepare('DELETE FROM records WHERE id = ?').run(id)
    })
    // Whoever took the record away and forgot the figures is told on by them; whoever did not, by the checkpoint.
    const forgotten = await huiyin('verify', '-s', `sqlite:${gone}`)
    expect(forgotten.code).toBe(1)
    expect(forgotten.out).toMatch(/✗ 统计 figures: 79 件诉求[\s\S]*✗ accepted .*存为 kept \d+，应为 counted \d+/)
    const less = await huiyin('verify', '-s', `sqlite:${gone}`, '--against', 'kept.jsonl', '--json')
    expect(less.code).toBe(1)
    const { since } = less.json<Verified>()
    expect(since).toContainEqual({ fault: 'fewer-records' })
    expect(since).toContainEqual({ fault: 'fewer-events' })
    expect(since).toContainEqual({ fault: 'missing', type: 'request', id })

    copyFileSync(at('city.db'), at('later.db'))
    const street = [{ code: '999901008', name: '又一街道', level: 'town', parent: '999901' }]
    writeFileSync(at('street.json'), JSON.stringify(street))
    expect((await huiyin('import', 'areas', 'street.json', '-s', 'sqlite:later.db')).code).toBe(0)
    expect((await huiyin('checkpoint', '-s', 'sqlite:later.db', '-o', 'later.jsonl')).code).toBe(0)
    const rolledBack = await huiyin('verify', '-s', 'sqlite:city.db', '--against', 'later.jsonl')
    expect(rolledBack.code).toBe(1)
    expect(rolledBack.out).toMatch(/✗ areas \S+ #2 {2}尾部事件被删去/)
  })

  it('names a tail that was cut off', async () => {
    const { id, version } = longLife()
    const cut = tampered((db) => db.prepare('DELETE FROM events WHERE id = ? AND seq = ?').run(id, version))
    const { code, json } = await huiyin('verify', '-s', `sqlite:${cut}`, '--against', 'kept.jsonl', '--json')
    expect(code).toBe(1)
    expect(json<Verified>()).toMatchObject({ faults: [{ id, seq: version - 1, fault: 'version' }] })
  })

  it('goes on holding when the record has grown since', async () => {
    copyFileSync(at('city.db'), at('grown.db'))
    writeFileSync(
      at('more.json'),
      JSON.stringify([{ code: '999901009', name: '新街道', level: 'town', parent: '999901' }]),
    )
    expect((await huiyin('import', 'areas', 'more.json', '-s', 'sqlite:grown.db')).code).toBe(0)
    const { code, json } = await huiyin('verify', '-s', 'sqlite:grown.db', '--against', 'kept.jsonl', '--json')
    expect(code).toBe(0)
    expect(json<Verified>()).toMatchObject({ ok: true, since: [] })
  })

  it('does not trust a checkpoint that was edited, or that another key signed', async () => {
    const [header = '', ...lines] = readFileSync(at('kept.jsonl'), 'utf8').trimEnd().split('\n')
    const edited = JSON.stringify({ ...(JSON.parse(header) as object), records: 1 })
    writeFileSync(at('edited.jsonl'), [edited, ...lines, ''].join('\n'))
    writeFileSync(at('shorter.jsonl'), [header, ...lines.slice(0, -1), ''].join('\n'))
    const faultOf = async (...args: string[]) =>
      (await huiyin('verify', '-s', 'sqlite:city.db', '--json', ...args)).json<Verified>().since[0]?.fault
    expect(await faultOf('--against', 'edited.jsonl', '--public-key', 'public.pem')).toBe('signature')
    expect(await faultOf('--against', 'kept.jsonl', '--public-key', 'other.pem')).toBe('signature')
    expect(await faultOf('--against', 'shorter.jsonl')).toBe('root')
    writeFileSync(at('letter.jsonl'), '{"dear":"sir"}\n')
    const { code, err } = await huiyin('verify', '-s', 'sqlite:city.db', '--against', 'letter.jsonl')
    expect(code).toBe(2)
    expect(err).toContain('不是检查点')
  })
})

describe('huiyin checkpoint', () => {
  it('writes a header and a line a record, and never over a file', async () => {
    const lines = readFileSync(at('kept.jsonl'), 'utf8').trimEnd().split('\n')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      contract: 'huiyin.checkpoint/1',
      digest: 'sm3',
      records: lines.length - 1,
      signature: expect.stringMatching(/^[A-Za-z0-9+/]{86}==$/),
    })
    expect(lines.length).toBeGreaterThan(82)
    for (const line of lines.slice(1))
      expect(JSON.parse(line)).toEqual([
        expect.any(String),
        expect.any(String),
        expect.any(Number),
        expect.stringMatching(/^[0-9a-f]{64}$/),
      ])
    const { code } = await huiyin('checkpoint', '-s', 'sqlite:city.db', '-o', 'kept.jsonl')
    expect(code).toBe(2)
    expect(readFileSync(at('kept.jsonl'), 'utf8').trimEnd().split('\n')).toEqual(lines)
  })

  it('that cannot be written ends with 3 and leaves nothing behind', async () => {
    const before = readdirSync(folder.path)
    const args = ['checkpoint', '-s', 'sqlite:city.db', '-o', 'kept.jsonl/inside-a-file', '--json']
    const { code, json } = await huiyin(...args)
    expect(code).toBe(3)
    expect(json()).toMatchObject({ ok: false, error: { code: 'file-not-written' } })
    expect(readdirSync(folder.path)).toEqual(before)
  })

  it('can be checked without this program: Ed25519 over the header as canonical JSON, its signature left out', () => {
    const header = JSON.parse(readFileSync(at('kept.jsonl'), 'utf8').split('\n')[0] ?? '') as Record<string, unknown>
    const { signature, ...signed } = header
    const text = JSON.stringify(Object.fromEntries(Object.entries(signed).sort(([a], [b]) => (a < b ? -1 : 1))))
    const holds = (said: string) =>
      verify(null, Buffer.from(said), readFileSync(at('public.pem')), Buffer.from(String(signature), 'base64'))
    expect(holds(text)).toBe(true)
    expect(holds(text.replace(/"records":\d+/, '"records":1'))).toBe(false)
  })
})

describe('a keyed chain', () => {
  it('is verified with its key only, and so is its checkpoint', async () => {
    writeFileSync(at('chain.key'), 'sixteen bytes or more, kept elsewhere\n')
    writeFileSync(at('wrong.key'), 'sixteen bytes or more, but not the same\n')
    const keyed = ['-s', 'sqlite:keyed.db', '--chain-key-file', 'chain.key']
    expect((await huiyin('simulate', ...keyed, '--requests', '20', '--days', '10')).code).toBe(0)
    expect((await huiyin('verify', ...keyed)).code).toBe(0)
    const unkeyed = await huiyin('verify', '-s', 'sqlite:keyed.db')
    expect(unkeyed.code).toBe(1)
    expect(unkeyed.out).toContain('--chain-key-file')
    expect((await huiyin('verify', '-s', 'sqlite:keyed.db', '--chain-key-file', 'wrong.key')).code).toBe(1)
    const made = await huiyin('checkpoint', ...keyed, '-o', 'keyed.jsonl', '--json')
    expect(made.json()).toMatchObject({ ok: true, digest: 'hmac-sm3' })
    expect((await huiyin('verify', ...keyed, '--against', 'keyed.jsonl')).code).toBe(0)
  })

  it('is not written to without its key, which would break it', async () => {
    writeFileSync(
      at('one.json'),
      JSON.stringify([{ code: '999901007', name: '七街道', level: 'town', parent: '999901' }]),
    )
    const args = ['import', 'areas', 'one.json', '-s', 'sqlite:keyed.db']
    for (const key of [[], ['--chain-key-file', 'wrong.key']]) {
      const { code, err } = await huiyin(...args, ...key)
      expect(code).toBe(2)
      expect(err).toContain('--chain-key-file')
    }
    expect((await huiyin(...args, '--chain-key-file', 'chain.key')).code).toBe(0)
    expect((await huiyin('verify', '-s', 'sqlite:keyed.db', '--chain-key-file', 'chain.key')).code).toBe(0)
  })

  it('may be hashed with SHA-256', async () => {
    const sha = ['-s', 'sqlite:sha.db', '--digest', 'sha256']
    expect((await huiyin('simulate', ...sha, '--requests', '5', '--days', '5')).code).toBe(0)
    expect((await huiyin('verify', ...sha)).code).toBe(0)
    expect((await huiyin('verify', '-s', 'sqlite:sha.db')).code).toBe(1)
  })
})
