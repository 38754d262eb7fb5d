import type { Notice, NoticeParams } from '../../contracts/notice.js'
import type { Receiver } from '../../contracts/receiver.js'
import type { TakenDelivery } from '../../contracts/rows.js'
import type { Bilingual } from '../../contracts/text.js'
import type { RequestEvent } from '../../request/events.js'
import type { RequestFacts } from '../../request/facts.js'
import type { Place, Standing } from '../../request/lifecycle/standing-at.js'
import { ownClock } from '../../request/questions.js'
import type { RequestClock } from '../../request/request-clock.js'
import { type StepNames, toldToResident } from '../../request/views/steps.js'
import { dueInWords } from '../../sla/words.js'
import { staffTitle } from '../staff-titles.js'
import { hearerOf, type StaffAudience, type SupervisorOf } from '../who-hears.js'
import { noticeHead } from './notice-head.js'
import type { Audience } from './queues.js'

/** Payload of a channel's outbox row. References only. */
interface NoticePayload {
  /** Opaque id of the receiver: of a resident, a unit or a person of a unit, or the code of an area. */
  readonly to: string
}

/** The end that this event brings the request to; `undefined` when it does not end. An event without `progress` changes no state. */
const endOf = ({ data }: RequestEvent): Place | undefined => (data.progress?.open === false ? data.progress : undefined)

interface Occasion {
  readonly audience: Audience
  readonly event: RequestEvent
  readonly facts: RequestFacts
  readonly names: StepNames
  readonly supervisorOf: SupervisorOf
}

/** The payload of the message that this event causes for this audience; `undefined` when there is no receiver. */
export function noticePayload(occasion: Occasion): string | undefined {
  const to = receiver(occasion)
  return to === undefined ? undefined : JSON.stringify({ to } satisfies NoticePayload)
}

// What the timeline shows of an own command need not be worth a message.
function isForResident(event: RequestEvent, names: StepNames): boolean {
  const { tells } = names.own?.(event.type) ?? {}
  return (tells === undefined || tells.includes('resident')) && toldToResident(event, names) !== undefined
}

// Units, desks, supervisors and persons of a unit hear as the table says; residents of every step they are shown, and of every end. Nothing of a request is told to others.
function receiver({ audience, event, facts, names, supervisorOf }: Occasion): string | undefined {
  switch (audience) {
    case 'resident':
      return isForResident(event, names) || endOf(event) !== undefined ? facts.requester : undefined
    case 'unit':
    case 'dispatcher':
    case 'supervisor':
    case 'person':
      return hearerOf(audience, event, facts, supervisorOf, names.own)
    default:
      return undefined
  }
}

const isOfStaff = (audience: Audience): audience is StaffAudience => audience !== 'resident' && audience !== 'member'

function receiverNamed(audience: Audience, to: string, { area }: RequestFacts): Receiver {
  if (audience === 'unit') return { kind: audience, unit: to, area }
  if (audience === 'dispatcher' || audience === 'supervisor') return { kind: audience, area: to }
  return { kind: audience === 'person' ? audience : 'resident', id: to }
}

// Of an event that another version told of.
const movedOn: Bilingual = { zh: '您的诉求有新进展', en: 'Your request has moved on' }

/** Names of what a message is about. */
export interface NoticeNames extends StepNames {
  /** Name of a category; its code for one that the catalogue does not have. */
  category(code: string): Bilingual
}

/** What a message is made from. */
export interface Sending {
  readonly audience: Audience
  readonly taken: Pick<TakenDelivery, 'type' | 'id' | 'event' | 'destination' | 'payload' | 'attempts'>
  readonly event: RequestEvent
  /** As they were after the event. */
  readonly facts: RequestFacts
  readonly names: NoticeNames
  readonly standing: (place: Place) => Standing
  /** Whether a clock presses at any hour. */
  readonly pressesAtOnce: (clock: RequestClock) => boolean
}

// An end has a last word. What brought it about may be none of the resident's affair: then the end itself is told.
function wordsToResident({ event, names, standing }: Sending): Pick<Notice, 'title' | 'echo'> {
  const end = endOf(event)
  const last: Pick<Standing, 'title' | 'echo'> = end === undefined ? { title: movedOn } : standing(end)
  const title = toldToResident(event, names) ?? last.title
  return { title: { ...title }, ...(last.echo !== undefined && { echo: { ...last.echo } }) }
}

const runs = ({ stoppedAt }: RequestClock) => stoppedAt === undefined

/** The clock that the receiver has to know of. */
function clockOf({ event, facts }: Sending, to: Receiver): RequestClock | undefined {
  const { clocks } = facts
  const named = (event.data as { readonly clock?: unknown }).clock
  if (typeof named === 'string' && Object.hasOwn(clocks, named)) return clocks[named]
  const helps = to.kind === 'unit' ? clocks[`coHandle/${to.unit}`] : undefined
  if (helps !== undefined && runs(helps)) return helps
  return facts.open ? (ownClock(facts) ?? Object.values(clocks).find(runs)) : undefined
}

function paramsOf(sending: Sending, to: Receiver): NoticeParams {
  const { facts, names, standing } = sending
  const clock = clockOf(sending, to)
  return {
    number: facts.number ?? facts.id,
    status: { ...standing(facts).title },
    ...(facts.unit !== undefined && { unit: { ...names.unit(facts.unit) } }),
    category: { ...names.category(facts.category) },
    area: { code: facts.area, name: { ...names.area(facts.area) } },
    ...(clock !== undefined && {
      deadline: { at: clock.dueAt, date: clock.dueDate, words: dueInWords(clock.dueAt) },
    }),
  }
}

/** The message itself, made when it is sent: words in Chinese and English, no text of the vault. What a lifecycle or a catalogue says is copied, since it serves every other message too. */
export function noticeOf(sending: Sending): Notice {
  const { audience, taken, event, facts, pressesAtOnce } = sending
  const to = receiverNamed(audience, (JSON.parse(taken.payload) as NoticePayload).to, facts)
  const words = isOfStaff(audience)
    ? { title: staffTitle(event, facts.number ?? facts.id, audience, sending.names.own) }
    : wordsToResident(sending)
  return {
    ...noticeHead(taken, event),
    to,
    urgent: Object.values(facts.clocks).some((clock) => runs(clock) && pressesAtOnce(clock)),
    ...words,
    params: paramsOf(sending, to),
  }
}
