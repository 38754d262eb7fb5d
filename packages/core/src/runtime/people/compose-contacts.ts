import type { Authority } from '../../authority/authority.js'
import { createAddressBook } from '../../contact/address-book.js'
import type { Contacts } from '../../contact/contacts.js'
import { contactKind } from '../../contact/kind.js'
import { areaRecipientsKind, unitRecipientsKind } from '../../contact/recipients-kind.js'
import { createContacts } from '../../contact/service.js'
import type { Directory } from '../../contracts/directory.js'
import type { Storage } from '../../contracts/storage.js'
import { defaultDirectory } from '../../delivery/directory/default-directory.js'
import { refOf } from '../../record/bucket.js'
import type { Engine } from '../../record/engine.js'
import type { Moment } from '../../record/record-kind.js'
import type { composeServices } from '../compose-services.js'
import type { Platform } from '../options/options.js'

interface ContactsParts {
  readonly engine: Engine
  readonly storage: Storage
  readonly platform: Platform
  readonly authority: Authority
  /** The place's own directory; core's when absent. */
  readonly given: Directory | undefined
  readonly services: ReturnType<typeof composeServices>
}

/** Makes the contacts and their record kinds known, and what else knows who is reached where. */
export function composeContacts({ engine, storage, platform, authority, given, services }: ContactsParts): {
  readonly contacts: Contacts
  readonly people: Directory
} {
  const { clock, ids, digest } = platform
  const { areas, calendar, directory: tree, kind } = services
  const { factsIn } = engine
  const book = createAddressBook({ storage, factsIn, refOf })
  const directory =
    given ??
    defaultDirectory({
      runner: engine,
      storage,
      factsIn,
      refOf,
      requestType: kind.type,
      book,
      areas: tree,
      now: clock.now,
    })

  const withAreas = async (moment: Moment) => {
    await areas.refresh()
    return { ...moment, areas: tree() }
  }
  engine.register(contactKind, async (moment, { name }, _facts, person, tx) => {
    const context = { ...(await withAreas(moment)), person }
    if (name !== 'erase') return context
    const { vault = [] } = await storage.load(refOf(contactKind.type, person), {
      vault: true,
      ...(tx !== undefined && { tx }),
    })
    return { ...context, textRefs: vault.flatMap(({ ref, value }) => (value === null ? [] : [ref])) }
  })
  engine.register(unitRecipientsKind, withAreas)
  engine.register(areaRecipientsKind, withAreas)

  const contacts = createContacts({
    runner: engine,
    areas: tree,
    authority,
    book,
    directory: () => directory,
    calendar: () => calendar.history().inForce.calendar,
    ids,
    digest,
    now: clock.now,
  })
  return { contacts, people: directory }
}
