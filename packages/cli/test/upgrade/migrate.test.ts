import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { ownFolder, runIn } from '../../src/binary.js'
import { kept } from './keep.js'
import { bytesOf } from './upgrade.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
afterAll(() => folder.remove())

const claimed = "WHERE rowid = (SELECT min(rowid) FROM events WHERE event = 'request.claimed')"
const release = '0.1.0-6546b58'

/** The file of the first release under a name of its own, changed by hand. */
function oldFile(name: string, sql = ''): string {
  const path = join(folder.path, name)
  writeFileSync(path, bytesOf(release, 'sqlite'))
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
  return path
}

const stepsOf = (path: string) => {
  const db = new DatabaseSync(path, { readOnly: true })
  const row = db.prepare('SELECT count(*) AS steps FROM migrations').get()
  db.close()
  return row?.steps
}

describe('huiyin migrate on a file of the first release', () => {
  it('rehearses on a copy, moves the rows, and the checkpoint taken before holds', async () => {
    oldFile('city.db')
    const { code, json } = await huiyin('migrate', '-s', 'sqlite:city.db', '--json')
    expect(code).toBe(0)
    expect(json()).toMatchObject({ ok: true, created: false, steps: 7, run: 6 })
    expect(readdirSync(folder.path).filter((name) => name.includes('rehearsal'))).toEqual([])
    // The checkpoint of the release is a JSON file and its lines are another: the command line keeps both in one.
    const text = (name: string) => readFileSync(join(kept, `${release}.${name}`), 'utf8')
    writeFileSync(
      join(folder.path, 'kept.jsonl'),
      `${JSON.stringify(JSON.parse(text('checkpoint.json')))}\n${text('lines.jsonl')}`,
    )
    const verified = await huiyin('verify', '-s', 'sqlite:city.db', '--against', 'kept.jsonl', '--json')
    expect(verified.json()).toMatchObject({ ok: true, faults: [], since: [] })
  })

  it('changes nothing when the record does not verify, and says what is wrong with it', async () => {
    const path = oldFile('bad.db', `UPDATE events SET bytes = replace(bytes, 'claimed', 'urged') ${claimed}`)
    const { code, json } = await huiyin('migrate', '-s', 'sqlite:bad.db', '--json')
    expect(code).toBe(1)
    expect(json()).toMatchObject({ ok: false, run: 0, verification: { ok: false, faults: [{ fault: 'hash' }] } })
    expect(stepsOf(path)).toBe(1)
  })

  it('changes nothing when the rows are not whole, and names the record', async () => {
    const path = oldFile('gap.db', `DELETE FROM events ${claimed}`)
    const { code, err } = await huiyin('migrate', '-s', 'sqlite:gap.db')
    expect(code).toBe(3)
    expect(err).toMatch(/not whole.*\S+\/\S+ has not the events that its version says/)
    expect(stepsOf(path)).toBe(1)
    expect(readdirSync(folder.path).filter((name) => name.includes('rehearsal'))).toEqual([])
  })
})
