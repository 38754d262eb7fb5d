import type { Contacts } from '../../contact/contacts.js'
import { type ContactEventData, contactKind } from '../../contact/kind.js'
import type { VaultRow } from '../../contracts/rows.js'
import type { Storage } from '../../contracts/storage.js'
import type { BoundKind } from '../../plugin/record/bound-kind.js'
import { refOf } from '../../record/bucket.js'
import type { Engine } from '../../record/engine.js'
import { vaultField } from '../../request/fields/read-fields.js'
import type { Requests } from '../../request/requests.js'
import { teamKind } from '../../team/kind.js'
import type { TeamFacts } from '../../team/team.js'
import type { RequestKind } from '../request-kind.js'
import { systemActor } from '../system-actor.js'
import type { ExportedText, SubjectExport } from './privacy.js'

/** What reading a person over every kind of record takes. */
export interface ExportParts {
  readonly engine: Engine
  readonly storage: Storage
  readonly kind: RequestKind
  readonly ofPlugins: readonly BoundKind[]
  readonly requests: Requests
  readonly contacts: Contacts
  readonly now: () => number
}

// What people say themselves. Everything else in the vault of a request are words of staff: those that the person may read are in their view.
const given: ReadonlySet<string> = new Set([
  ...['name', 'phone', 'address', 'description', 'place', 'point', 'supplement', 'comment'],
  vaultField.open,
  vaultField.personal,
])

const textsIn = (rows: readonly VaultRow[]): ExportedText[] =>
  rows.flatMap(({ field, value }) => (value === null ? [] : [{ field, text: value }]))

/** Everything that is kept about a person. It asks nobody who reads. */
export async function exportSubject(parts: ExportParts, subject: string): Promise<SubjectExport> {
  const { engine, storage, kind, ofPlugins, requests, contacts, now } = parts
  const person = { by: { id: subject, kind: 'resident', grants: [] } } as const
  const vaultOf = async (type: string, id: string) => (await storage.load(refOf(type, id), { vault: true })).vault ?? []

  async function looksAt(contact: string): Promise<SubjectExport['looks']> {
    const reasons = new Map((await vaultOf(contactKind.type, contact)).map(({ ref, value }) => [ref, value]))
    const looks: SubjectExport['looks'][number][] = []
    for await (const { type, at, by, data } of engine.events(contactKind.type, contact)) {
      if (type !== 'contact.revealed') continue
      const reason = reasons.get((data as ContactEventData['contact.revealed']).reason.ref) ?? undefined
      looks.push({ at, by: by.id, ...(reason !== undefined && { reason }) })
    }
    return looks
  }

  const own: SubjectExport['requests'][number][] = []
  for await (const { id } of engine.each(kind, { requester: subject })) {
    const rows = (await vaultOf(kind.type, id)).filter(({ value }) => value !== null)
    const theirs = rows.filter(({ field }) => given.has(field))
    const notices = (await requests.notices(id, { by: systemActor })).filter(({ to }) => to === 'resident')
    const view = await requests.forResident(id, person)
    const attachments = await requests.attachments(id, person)
    own.push({ view, given: textsIn(theirs), attachments, ofStaff: rows.length - theirs.length, notices })
  }

  const records: SubjectExport['records'][number][] = []
  for (const plugged of ofPlugins)
    for await (const { id, facts } of engine.each<object>(plugged, { requester: subject })) {
      const rows = await vaultOf(plugged.type, id)
      records.push({ type: plugged.type, id, facts, texts: textsIn(rows.filter((row) => row.subject === subject)) })
    }

  const teams: SubjectExport['teams'][number][] = []
  for await (const { id: grid, facts } of engine.each<TeamFacts>(teamKind)) {
    const own = facts.memberships.filter(({ member }) => member === subject)
    if (own.length === 0) continue
    const rows = await vaultOf(teamKind.type, grid)
    const memberships = own.map(({ name: _name, phone: _phone, ...terms }) => terms)
    teams.push({ grid, memberships, texts: textsIn(rows.filter((row) => row.subject === subject)) })
  }

  const contact = await contacts.of(subject, person)
  const consents = await contacts.ledger(subject, person)
  const looks = await looksAt(subject)
  return {
    subject,
    at: now(),
    requests: own,
    ...(contact !== undefined && { contact }),
    consents,
    looks,
    teams,
    records,
  }
}
