import type { Change, SearchWrite, Settlement } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { gramsOf } from './grams.js'
import { rowOf } from './record-row.js'
import { mostTexts, room } from './search-step.js'

/** Enough texts for their grams to be written: a page of a search looks at fewer than so many one by one. */
const mostWaiting = 256
const firstOf = (rid: number) => rid * room
const lastOf = (rid: number) => rid * room + mostTexts

interface TextRow {
  readonly doc: number
  readonly ref: string
  readonly field: string
  readonly text: string
  readonly keys: string
}

const textsOf = (db: Database, rid: number): TextRow[] =>
  db.all<TextRow>(
    'SELECT doc, ref, field, text, keys FROM search_rows WHERE doc BETWEEN ? AND ? ORDER BY doc',
    firstOf(rid),
    lastOf(rid),
  )

/** What the texts of a record are found by. */
export const keptSearch = (db: Database, rid: number): SearchWrite[] =>
  textsOf(db, rid).map(({ ref, field, text, keys }) => ({ ref, field, text, keys: JSON.parse(keys) as string[] }))

/** Whether a record still waits for core to make it searchable. */
export const isUnsearched = (db: Database, rid: number): boolean =>
  db.get('SELECT 1 FROM search_backlog WHERE rid = ?', rid) !== undefined

// FTS5 takes grams out that it is told again: those of the text as it was put.
function remove(db: Database, { doc, field, text, keys }: TextRow): void {
  const hasWaited = db.run('DELETE FROM search_waiting WHERE doc = ?', doc) > 0
  const grams = gramsOf(field, text)
  if (!hasWaited && grams.length > 0)
    db.run("INSERT INTO search_grams (search_grams, rowid, grams) VALUES ('delete', ?, ?)", doc, grams.join(' '))
  for (const key of JSON.parse(keys) as string[]) db.run('DELETE FROM search_keys WHERE key = ? AND doc = ?', key, doc)
  db.run('DELETE FROM search_rows WHERE doc = ?', doc)
}

function add(db: Database, doc: number, { ref, field, text, keys }: SearchWrite): void {
  db.run(
    'INSERT INTO search_rows (doc, ref, field, text, keys) VALUES (?, ?, ?, ?, ?)',
    doc, ref, field, text, keys.length === 0 ? '[]' : JSON.stringify(keys),
  ) // biome-ignore format: one row
  if (text !== '') db.run('INSERT INTO search_waiting (doc) VALUES (?)', doc)
  for (const key of new Set(keys)) db.run('INSERT INTO search_keys (key, doc) VALUES (?, ?)', key, doc)
}

/** The texts that wait for their grams. */
export const waitingTexts = 'SELECT s.doc, field, text FROM search_waiting w CROSS JOIN search_rows s ON s.doc = w.doc'

/** Writes the grams of the texts that wait, once they are enough. */
export function writeGrams(db: Database, enough = mostWaiting): void {
  const { count } = db.get<{ count: number }>('SELECT count(*) AS count FROM search_waiting') as { count: number }
  if (count < enough) return
  const rows = db.all<TextRow>(waitingTexts)
  for (const { doc, field, text } of rows) {
    const grams = gramsOf(field, text)
    if (grams.length > 0) db.run('INSERT INTO search_grams (rowid, grams) VALUES (?, ?)', doc, grams.join(' '))
  }
  db.run('DELETE FROM search_waiting')
}

/** What a change does to what the texts of its record are found by. A text that is put again or erased loses it. */
export function changeSearch(db: Database, rid: number, { expectedVersion, vault, search }: Change): void {
  const { put = [], drop = [] } = search ?? {}
  if (vault.put.length + vault.erase.length + put.length + drop.length === 0) return
  const erased = new Set(vault.erase)
  let last = firstOf(rid)
  if (expectedVersion > 0) {
    const gone = new Set([...[...vault.put, ...put].map(({ ref }) => ref), ...erased, ...drop])
    for (const row of textsOf(db, rid)) {
      last = row.doc
      if (gone.has(row.ref)) remove(db, row)
    }
  }
  for (const row of put) if (!erased.has(row.ref)) add(db, ++last, row)
}

/** Replaces all that the texts of a record of this version are found by, as far as they were not erased. */
export function replaceSearch(db: Database, { ref, version, rows }: Extract<Settlement, { what: 'search' }>): void {
  const was = rowOf(db, ref)
  if (was?.version !== version) return
  for (const row of textsOf(db, was.rid)) remove(db, row)
  const kept = db.all<{ ref: string }>('SELECT ref FROM vault_rows WHERE rid = ? AND value IS NOT NULL', was.rid)
  const there = new Set(kept.map((row) => row.ref))
  let last = firstOf(was.rid)
  for (const row of rows) if (there.has(row.ref)) add(db, ++last, row)
  db.run('DELETE FROM search_backlog WHERE rid = ?', was.rid)
  writeGrams(db)
}
