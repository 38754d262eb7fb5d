import type { RecordIndex } from '@huiyin/core/contracts'
import type { Database } from './database.js'

/** The desks of a record as its row keeps them. */
export const desksText = ({ desks }: RecordIndex): string => (desks.length > 0 ? JSON.stringify(desks) : '')

/** The desks in a stored text; what cannot be read is a desk by itself, so that a verification meets it. */
export function desksIn(text: string | null): readonly string[] {
  if (text === null || text === '') return []
  try {
    return JSON.parse(text) as string[]
  } catch {
    return [text]
  }
}

/** Puts the rows that a record lies on desks by in the place of those it had. */
export function putDesks(db: Database, rid: number, now: string, was: string | null): void {
  if (now === was) return
  const [before, after] = [new Set(desksIn(was)), new Set(desksIn(now))]
  for (const desk of before) if (!after.has(desk)) db.run('DELETE FROM desk_rows WHERE rid = ? AND desk = ?', rid, desk)
  for (const desk of after)
    if (!before.has(desk)) db.run('INSERT OR IGNORE INTO desk_rows (rid, desk) VALUES (?, ?)', rid, desk)
}

/** For a verification: the desks that a record says, and one more that is none where it is found by others. */
export function keptDesks(db: Database, rid: number, said: readonly string[]): readonly string[] {
  const found = db.all<{ desk: string }>('SELECT desk FROM desk_rows WHERE rid = ?', rid).map(({ desk }) => desk)
  const isSame = found.length === said.length && found.every((desk) => said.includes(desk))
  return isSame ? said : [...said, `but found on: ${found.join()}`]
}
