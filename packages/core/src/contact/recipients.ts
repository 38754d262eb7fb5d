import type { z } from 'zod'
import type { WholeCity } from '../authority/assert-may.js'
import type { Authority } from '../authority/authority.js'
import type { CommandOptions, ReadOptions } from '../contracts/command.js'
import { parseCommandOptions, parseInput, parseReader } from '../import/parse.js'
import type { RecordRunner } from '../record/record-kind.js'
import type { Contacts, RecipientsPlace } from './contacts.js'
import { contactInputs } from './input.js'
import { mayContact } from './may-contact.js'
import { areaRecipientsKind, listIn, type RecipientsFacts, unitRecipientsKind } from './recipients-kind.js'

interface Parts {
  readonly runner: RecordRunner
  readonly areas: () => WholeCity
  readonly authority: Authority
}

/** The list of a unit for everything that no area has a list of its own for. */
export const everywhere = '*'

type Place = z.output<typeof contactInputs.place>

/** Which record a place stands in, and which list of it. */
function recordOf(place: Place) {
  return place.kind === 'unit'
    ? { kind: unitRecipientsKind, id: place.unit, list: place.area ?? everywhere }
    : { kind: areaRecipientsKind, id: place.area, list: place.kind }
}

/** Naming and reading the people who receive for units and areas. */
export function recipientsOn({ runner, areas, authority }: Parts): Pick<Contacts, 'setRecipients' | 'recipients'> {
  async function setRecipients(rawPlace: RecipientsPlace, rawInput: unknown, rawOptions: CommandOptions) {
    const place = parseInput(contactInputs.place, rawPlace, ['place'], 'place of recipients')
    const { people } = parseInput(contactInputs.recipients, rawInput, ['input'], 'setRecipients command')
    const { kind, id, list } = recordOf(place)
    const command = { name: 'nameRecipients', list, area: place.area, people } as const
    const options = parseCommandOptions(rawOptions)
    // To name nobody where nobody ever was is no first event of a record.
    if (
      people.length === 0 &&
      mayContact('changeRecipients', { area: place.area }, { by: options.by, authority, areas: areas() })
    ) {
      if ((await runner.facts<RecipientsFacts>(kind, id)) === undefined) return { ok: true as const, people }
    }
    const result = await runner.run(kind, id, command, options)
    return result.ok ? { ok: true as const, people: listIn(result.record, list) } : result
  }

  async function recipients(rawPlace: RecipientsPlace, options: ReadOptions) {
    const place = parseInput(contactInputs.place, rawPlace, ['place'], 'place of recipients')
    const by = parseReader(options)
    if (!mayContact('readRecipients', { area: place.area }, { by, authority, areas: areas() })) return []
    const { kind, id, list } = recordOf(place)
    return listIn((await runner.facts<RecipientsFacts>(kind, id))?.facts, list)
  }

  return { setRecipients, recipients }
}
