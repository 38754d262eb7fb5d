import type { WholeCity } from '../authority/assert-may.js'
import type { Refusal } from '../import/refusal.js'
import type { Decision, DomainEvent, Moment, RecordKind } from '../record/record-kind.js'
import { contactRefusal } from './may-contact.js'

/** Who receives, by list: for a unit the code of an area, or `*` for all of it; for an area `dispatcher` and `supervisor`. Ids only. */
export interface RecipientsFacts {
  /** Instant at which the first were named. */
  readonly createdAt: number
  /** By name of the list; an empty one is not kept. */
  readonly lists: Readonly<Record<string, readonly string[]>>
}

/** Names the people of one list. */
export interface NameRecipients {
  readonly name: 'nameRecipients'
  readonly list: string
  /** Area that the actor must hold their role over; absent: the whole city. */
  readonly area: string | undefined
  readonly people: readonly string[]
}

interface RecipientsContext extends Moment {
  readonly areas: WholeCity
}

interface Named {
  readonly list: string
  readonly people: readonly string[]
}

/** The people of a list, none when it was never named. */
export function listIn(facts: RecipientsFacts | undefined, list: string): readonly string[] {
  return facts !== undefined && Object.hasOwn(facts.lists, list) ? (facts.lists[list] ?? []) : []
}

function authorise(_facts: unknown, { area }: NameRecipients, context: RecipientsContext): Refusal | undefined {
  return contactRefusal('changeRecipients', { area }, context)
}

function decide(facts: RecipientsFacts | undefined, command: NameRecipients, context: RecipientsContext): Decision {
  const refusal = authorise(facts, command, context)
  if (refusal !== undefined) return { refusal }
  const { list, people } = command
  const same = facts !== undefined && listIn(facts, list).join('\n') === people.join('\n')
  return { events: same ? [] : [{ type: 'recipients.named', data: { list, people } satisfies Named }] }
}

function evolve(facts: RecipientsFacts | undefined, { type, at, data }: DomainEvent): RecipientsFacts {
  const before: RecipientsFacts = facts ?? { createdAt: at, lists: {} }
  if (type !== 'recipients.named') return before
  const { list, people } = data as Named
  const { [list]: _, ...others } = before.lists
  return { ...before, lists: people.length === 0 ? others : { ...others, [list]: people } }
}

const kindOf = (type: string): RecordKind<RecipientsFacts, NameRecipients, RecipientsContext> => ({
  type,
  events: ['recipients.named'],
  authorise,
  decide,
  evolve,
  index: ({ createdAt }) => ({ status: 'recipients', open: false, createdAt }),
})

/** Who receives for a handling unit; the id is the unit's. */
export const unitRecipientsKind = kindOf('unitRecipients')
/** Who receives for the desk and the supervisor of an area; the id is the code of the area. */
export const areaRecipientsKind = kindOf('areaRecipients')
