import type { Digest } from '../contracts/digest.js'
import type { VaultRow } from '../contracts/rows.js'
import { commitmentOf } from '../privacy/seal.js'
import type { RowFault } from '../record/chain.js'
import type { Folded } from './fold-record.js'

/** What the texts of one record come to. */
export interface ComparedTexts {
  readonly kept: number
  readonly erased: number
  /** The first text that is not what the events say. */
  readonly wrong?: RowFault & { readonly seq: number }
}

// Events of before these were written with the event: the two of core that erase, and any of a plugin's.
const erased = new Set(['request.textsErased', 'team.memberForgotten'])
const mayErase = (type: string, event: Folded['events'][number]): boolean =>
  event.wrote === undefined && (erased.has(event.type) || type.includes('.'))

interface Expected {
  seq: number
  commitment?: string
  field?: string
  subject?: string
}

/**
 * Compares the vault of a record with its events: each text that an event commits to is there with its field and subject, or was erased by an event;
 * there is no other. Events of before say neither field nor subject.
 */
export function compareTexts(digest: Digest, type: string, folded: Folded, vault: readonly VaultRow[]): ComparedTexts {
  const expected = new Map<string, Expected>()
  for (const { ref, commitment, seq } of folded.sealed) expected.set(ref, { seq, commitment })
  const erasures = new Set<string>()
  let lastErasure = 0
  for (const [position, event] of folded.events.entries()) {
    for (const [ref, field, subject] of event.wrote?.texts ?? [])
      expected.set(ref, { seq: position + 1, ...expected.get(ref), field, subject })
    for (const ref of event.wrote?.erases ?? []) erasures.add(ref)
    if (mayErase(type, event)) lastErasure = position + 1
  }
  const rows = new Map(vault.map((row) => [row.ref, row]))
  const seen = { kept: 0, erased: 0 }
  for (const [ref, { seq, commitment, field, subject }] of expected) {
    const fault = (wrong: RowFault['wrong']): ComparedTexts => ({ ...seen, wrong: { seq, name: ref, wrong } })
    const row = rows.get(ref)
    if (row === undefined) return fault('missing')
    if ((field !== undefined && row.field !== field) || (subject !== undefined && row.subject !== subject))
      return fault('changed')
    if (row.value === null) {
      if (!erasures.has(ref) && seq >= lastErasure) return fault('missing')
      // A salt that is left makes a short text easy to guess.
      if (row.salt !== null) return fault('kept')
      seen.erased++
    } else {
      if (erasures.has(ref)) return fault('kept')
      if (commitment !== undefined && commitmentOf(digest, row.salt ?? '', row.value) !== commitment)
        return fault('changed')
      seen.kept++
    }
  }
  const added = vault.find(({ ref }) => !expected.has(ref))
  return added === undefined ? seen : { ...seen, wrong: { seq: folded.version, name: added.ref, wrong: 'added' } }
}
