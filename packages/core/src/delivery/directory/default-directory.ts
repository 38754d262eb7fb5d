import type { AreaDirectory } from '../../area/directory.js'
import { dateOf } from '../../calendar/date.js'
import type { AddressBook } from '../../contact/address-book.js'
import type { Directory, Reached } from '../../contracts/directory.js'
import type { Receiver } from '../../contracts/receiver.js'
import type { RecordRef } from '../../contracts/rows.js'
import type { Storage } from '../../contracts/storage.js'
import type { RecordRunner } from '../../record/record-kind.js'
import type { RecordReader } from '../../record/record-reader.js'
import type { RequestFacts } from '../../request/facts.js'
import { teamKind } from '../../team/kind.js'
import { serves, type TeamFacts } from '../../team/team.js'
import { recipientsOf } from './recipients-of.js'

interface DirectoryParts {
  readonly runner: Pick<RecordRunner, 'facts'>
  readonly storage: Storage
  readonly factsIn: RecordReader['factsIn']
  readonly refOf: (type: string, id: string) => RecordRef
  readonly requestType: string
  readonly book: AddressBook
  readonly areas: () => Pick<AreaDirectory, 'path' | 'successorOf'>
  readonly now: () => number
}

/** The kind of address that requests and teams bring by themselves. */
const phone = 'phone'

/**
 * Who is reached where, from what core has: the contacts of people; for a resident without a phone of their own, the one of the request; for somebody who
 * serves in a team, the one of the team; and for units, desks and supervisors the people who receive for them.
 */
export function defaultDirectory(parts: DirectoryParts): Directory {
  const { runner, storage, factsIn, refOf, requestType, book, areas, now } = parts
  const find = recipientsOf({ runner, areas })

  async function open<Facts extends object>(type: string, id: string) {
    const { record, vault = [] } = await storage.load(refOf(type, id), { vault: true })
    if (record === undefined) return undefined
    const { facts } = await factsIn<Facts>(record)
    return { facts, text: (ref: string | undefined) => vault.find((each) => each.ref === ref)?.value ?? undefined }
  }

  async function phoneOfRequest(resident: string, about: Pick<RecordRef, 'type' | 'id'>): Promise<string | undefined> {
    if (about.type !== requestType) return undefined
    const request = await open<RequestFacts>(about.type, about.id)
    // The number belongs to who reported: of a request that merged with others each resident has their own.
    return request?.facts.requester === resident ? request.text(request.facts.person.phone?.ref) : undefined
  }

  async function ofMember(id: string, grid: string, via: string): Promise<Reached | undefined> {
    const day = dateOf(now())
    const isThem = ({ member, ...term }: TeamFacts['memberships'][number]) => member === id && serves(term, day)
    for (const code of new Set([grid, areas().successorOf(grid) ?? grid])) {
      const team = await open<TeamFacts>(teamKind.type, code)
      const own = team?.facts.memberships.filter(isThem) ?? []
      if (team === undefined || own.length === 0) continue
      const known = own.map((each) => team.text(each.phone?.ref)).find((text) => text !== undefined)
      return book.reach(id, via, async () => (via === phone ? known : undefined))
    }
    return undefined
  }

  async function addresses(to: Receiver, via: string, about: Pick<RecordRef, 'type' | 'id'>): Promise<Reached[]> {
    const one = (reached: Reached | undefined) => (reached === undefined ? [] : [reached])
    switch (to.kind) {
      case 'resident':
        return one(await book.reach(to.id, via, async () => (via === phone ? phoneOfRequest(to.id, about) : undefined)))
      case 'person':
        return one(await book.reach(to.id, via))
      case 'member':
        return one(await ofMember(to.id, to.grid, via))
      default: {
        const reached = await Promise.all((await find(to)).map((person) => book.reach(person, via)))
        return reached.flatMap(one)
      }
    }
  }

  return Object.freeze({ contract: 'huiyin.directory/1', addresses })
}
