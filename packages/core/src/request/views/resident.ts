import type { Bilingual } from '../../contracts/text.js'
import type { Sealed } from '../../privacy/seal.js'
import { urgencyInWords } from '../../sla/urgency.js'
import { present } from '../decide/draft.js'
import type { RequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import { type FieldInWords, fieldsInWords } from '../fields/fields-in-words.js'
import type { CategoryFields } from '../fields/read-fields.js'
import { type ResidentHead, type ResidentHeadParts, residentHead } from './resident-head.js'
import { type RevealInWords, revealsInWords } from './reveals.js'
import { type StepNames, toldToResident } from './steps.js'

/**
 * What the requester sees of a request. A type of its own: it has no place for staff notes, other people's data or internal ids, so
 * none can slip in.
 */
export interface ResidentView extends ResidentHead {
  /** What the fields of its category say, in the order of the catalogue; absent when nothing was asked. */
  readonly fields?: readonly FieldInWords[]
  /** When it happened, in milliseconds since 1970; absent when nobody said. */
  readonly occurredAt?: number
  /** What its class of urgency is called; absent for an ordinary request. */
  readonly urgency?: Bilingual
  /** The resident's own words; absent once erased. */
  readonly description?: string
  /** What has happened, oldest first, without what is internal. */
  readonly progress: readonly {
    /** In milliseconds since 1970. */
    readonly at: number
    /** In words for the resident. */
    readonly title: Bilingual
    /** The answer or the reason that goes with it, or what they added themself; absent when there is none or it was erased. */
    readonly text?: string
  }[]
  /** Who looked at how to reach them, oldest first; absent when nobody did. */
  readonly reveals?: readonly RevealInWords[]
}

/** What a resident's view is made with. */
export interface ResidentViewParts extends ResidentHeadParts {
  readonly facts: RequestFacts
  readonly events: readonly RequestEvent[]
  readonly texts: ReadonlyMap<string, string>
  readonly names: StepNames & { category(code: string): Bilingual; fields(category: string): CategoryFields }
}

// Only answers, and the reasons why it ended or stands still; notes, appeals and internal reasons are not in this list.
/** The text that an event brings the resident: an answer, or why it ended or stands still. */
export function addressedToResident(event: RequestEvent): Sealed | undefined {
  switch (event.type) {
    case 'request.replied':
    case 'request.leadingAnswered':
      return event.data.text
    case 'request.declined':
    case 'request.voided':
    case 'request.forceClosed':
    case 'request.suspended':
    case 'request.leadingEnded':
    case 'request.reopenDecided':
    case 'request.reopenOrdered':
      return event.data.reason
    default:
      return undefined
  }
}

// What the resident added themself is theirs to read again, and is sent to nobody.
function ownWords(event: RequestEvent): Sealed | undefined {
  if (event.type === 'request.supplemented') return event.data.text
  return event.type === 'request.reopenAsked' ? event.data.reason : undefined
}

/** Builds the resident's view from events, the vault texts addressed to the resident, and names. */
export function residentView({ facts, events, texts, ...parts }: ResidentViewParts): ResidentView {
  const { names, calendars } = parts
  const progress = events.flatMap((event) => {
    const told = toldToResident(event, names)
    if (told === undefined) return []
    const sealed = ownWords(event) ?? addressedToResident(event)
    const text = sealed === undefined ? undefined : texts.get(sealed.ref)
    return [{ at: event.at, title: told, ...(text !== undefined && { text }) }]
  })
  const description = texts.get(facts.description.ref)
  return {
    ...residentHead(facts, parts),
    ...(facts.fields !== undefined && { fields: fieldsInWords(facts, names.fields(facts.category), texts) }),
    ...present('occurredAt', facts.occurredAt),
    ...present('urgency', urgencyInWords(calendars.inForce.policy, facts.urgency)),
    ...(description !== undefined && { description }),
    progress,
    ...(facts.reveals !== undefined && { reveals: revealsInWords(facts, texts, names) }),
  }
}
