import type { Bilingual } from '../contracts/text.js'
import { chargedTo } from '../request/breaches.js'
import type { RequestEvent } from '../request/events.js'
import type { RequestFacts } from '../request/facts.js'
import type { OwnWords } from '../request/own/own-command.js'
import type { StepNames } from '../request/views/steps.js'

/** Whose messages staff channels carry. */
export type StaffAudience = 'unit' | 'dispatcher' | 'supervisor' | 'person'

/** Code of the area that supervises a request now: the street or town, or one further up once it was escalated. */
export type SupervisorOf = (facts: RequestFacts) => string

type Find<Event> = (event: Event, facts: RequestFacts, supervisorOf: SupervisorOf) => string | undefined

/** Who hears of an event, in words and as a question to the facts after it: the id of a unit or a person, or the code of an area. */
export interface Hearer<Event = RequestEvent> extends Bilingual {
  readonly find: Find<Event>
}

/** Who of the staff hears of an event, by audience; nobody where there is no cell. Without any cell, `because` says why. */
export type Hearers<Event = RequestEvent> = {
  readonly [Audience in StaffAudience]?: Hearer<Event>
} & {
  readonly because?: Bilingual
}

type EventOf<Type extends RequestEvent['type']> = Extract<RequestEvent, { type: Type }>
type WhoHears = { readonly [Type in RequestEvent['type']]: Hearers<EventOf<Type>> }

const hears = <Event>(zh: string, en: string, find: Find<Event>): Hearer<Event> => ({ zh, en, find })
const only = <Event>(
  who: Hearer<NoInfer<Event>>,
  zh: string,
  en: string,
  holds: (event: Event) => boolean,
): Hearer<Event> => ({
  zh: `${who.zh}（${zh}）`,
  en: `${who.en} (${en})`,
  find: (event, facts, supervisorOf) => (holds(event) ? who.find(event, facts, supervisorOf) : undefined),
})
const nobody = (zh: string, en: string) => ({ because: { zh, en } })

const inCharge = hears('承办单位', 'the unit in charge', (_event, { unit }) => unit)
const named = hears('所指单位', 'the unit it names', (event: { data: { unit: string } }) => event.data.unit)
const supervisor = hears('督办人', 'the supervisor', (_event, facts, supervisorOf) => supervisorOf(facts))
// Whoever has to move next: at an end, whoever had to last.
const owningDesk = hears('派单席（由其办理时）', 'the desk, when it has to move', (_event, facts, supervisorOf) =>
  facts.owner.role === 'dispatcher' ? supervisorOf(facts) : undefined,
)
// Of several units that may claim it none has it yet: the desk that asked them looks after it.
const desk = hears(
  '派单席（由其办理，或待候选单位认领时）',
  'the desk, when it has to move or several units may claim it',
  (_event, facts, supervisorOf) =>
    facts.owner.role === 'dispatcher' || facts.owner.role === 'candidates' ? supervisorOf(facts) : undefined,
)
const owningSupervisor = hears('督办人（由其办理时）', 'the supervisor, when it has to move', (_event, facts, of) =>
  facts.owner.role === 'supervisor' ? of(facts) : undefined,
)
const owningUnit = hears('承办单位（由其办理时）', 'the unit in charge, when it has to move', (_event, { owner }) =>
  owner.role === 'unit' ? owner.unit : undefined,
)
const owner = { unit: owningUnit, supervisor: owningSupervisor, dispatcher: desk }
// While the resident has to rate, the unit that answered hears what they say besides.
const worksOn = {
  ...owner,
  unit: hears(
    '承办单位（由其办理，或已答复待评价）',
    'the unit in charge, when it has to move or has answered',
    (_event, facts) =>
      facts.owner.role === 'unit' ? facts.owner.unit : facts.owner.role === 'requester' ? facts.unit : undefined,
  ),
}

// What staff bring themselves they need not be told of.
const ofReport = (who: Hearer) =>
  only<EventOf<'request.attached'>>(
    who as Hearer<EventOf<'request.attached'>>,
    '属上报或补充',
    'of the report, or added to it',
    ({ data }) => data.step === 'report' || data.step === 'supplement',
  )

type OfClock = { readonly data: { readonly clock: string } }
const charged = hears('须守该时限的单位', 'the unit that has to keep it', (event: OfClock, facts) =>
  chargedTo(facts, event.data.clock),
)
// What no unit is charged with is for the desk or the supervisor to keep.
type Keeper = 'dispatcher' | 'supervisor'
function keeperOf(facts: RequestFacts, clock: string): Keeper | undefined {
  if (chargedTo(facts, clock) !== undefined) return undefined
  const ofDesk =
    (clock === 'dispatch' && facts.owner.role === 'dispatcher') ||
    (clock === 'claim' && facts.owner.role === 'candidates')
  return ofDesk ? 'dispatcher' : 'supervisor'
}
const keepsIt = (role: Keeper) => (event: OfClock, facts: RequestFacts, of: SupervisorOf) =>
  keeperOf(facts, event.data.clock) === role ? of(facts) : undefined
const deskThatKeepsIt = hears('须守该时限的派单席', 'the desk that has to keep it', keepsIt('dispatcher'))
const supervisorThatKeepsIt = hears('须守该时限的督办人', 'the supervisor who has to keep it', keepsIt('supervisor'))

// Of several deadlines that move: those of one unit, and those that no unit has to keep. What residents have to do in time is theirs.
type OfMoves = { readonly data: { readonly moved: readonly { readonly clock: string }[] } }
const ofResidents: ReadonlySet<string> = new Set(['rate', 'suspension'])
const keepsOne = (role: Keeper) => (event: OfMoves, facts: RequestFacts, of: SupervisorOf) =>
  event.data.moved.some(({ clock }) => !ofResidents.has(clock) && keeperOf(facts, clock) === role)
    ? of(facts)
    : undefined
const movesFor = {
  unit: hears('须守该时限的单位', 'the unit that has to keep it', (event: OfMoves, facts) =>
    event.data.moved.map(({ clock }) => chargedTo(facts, clock)).find((unit) => unit !== undefined),
  ),
  supervisor: hears('须守该时限的督办人', 'the supervisor who has to keep it', keepsOne('supervisor')),
  dispatcher: hears('须守该时限的派单席', 'the desk that has to keep it', keepsOne('dispatcher')),
}

const appellant = hears(
  '申诉单位',
  'the unit that appealed',
  (event: { data: { appeal: string } }, { appeals }) => appeals.find(({ id }) => id === event.data.appeal)?.unit,
)

// A round that is opened tells the unit itself; a place's own way back to work does not.
const withoutRound = hears(
  '承办单位（由其办理，且未另行启动整改）',
  'the unit in charge, when it has to move and no rectification is opened',
  (event: RequestEvent, { owner }) =>
    event.data.progress?.open === true && owner.role === 'unit' ? owner.unit : undefined,
)

const itsOwnAct = nobody('由在办单位自行作出', 'the unit in charge does it itself')
const withAnother = nobody('由同时写下的另一事件告知', 'told by the event that is written with it')

/** Who of the staff hears of which event. Residents hear of the steps they are shown, and of every end. */
export const whoHears: WhoHears = {
  'request.submitted': { dispatcher: owningDesk },
  'request.accepted': withAnother,
  'request.declined': nobody('不在任何单位手中', 'no unit has it'),
  'request.voided': { unit: inCharge },
  'request.withdrawn': { unit: inCharge, supervisor: owningSupervisor, dispatcher: desk },
  'request.supplemented': worksOn,
  'request.attached': {
    unit: ofReport(worksOn.unit),
    supervisor: ofReport(worksOn.supervisor),
    dispatcher: ofReport(worksOn.dispatcher),
  },
  'request.attachmentErased': nobody('供翻阅，不逐条通知', 'it is there to be looked up'),
  'request.corrected': worksOn,
  'request.revealed': nobody(
    '诉求人可随时查阅，不逐条通知',
    'the requester reads it whenever they look; no message is sent',
  ),
  'request.noted': nobody('供翻阅，不逐条通知', 'it is there to be looked up'),
  'request.dispatched': { unit: named },
  'request.offered': { unit: named },
  'request.offerDeclined': { dispatcher: owningDesk },
  'request.offerEnded': { unit: named },
  'request.offerExpired': { dispatcher: owningDesk },
  'request.claimed': nobody('无人等待', 'nobody waits for it'),
  'request.claimExpired': { unit: named, supervisor },
  'request.returned': { supervisor, dispatcher: owningDesk },
  'request.transferred': { unit: named },
  'request.unitRelieved': { unit: named },
  'request.assigned': {
    person: hears(
      '所指经办人（本人领办的除外）',
      'the person it names, unless they took it themself',
      ({ by, data }) => (data.to === by.id ? undefined : data.to),
    ),
  },
  'request.coHandlerAssigned': { unit: named },
  'request.coHandlerReplied': { unit: inCharge },
  'request.coHandlerRelieved': { unit: named },
  'request.suspended': itsOwnAct,
  'request.resumed': { unit: inCharge },
  'request.extensionRequested': { supervisor },
  'request.extensionDecided': {
    unit: inCharge,
    supervisor: only(supervisor, '逾期未批', 'nobody decided in time', ({ data }) => data.decision === 'lapsed'),
  },
  'request.replied': { supervisor: owningSupervisor, dispatcher: owningDesk },
  'request.checked': { unit: only(inCharge, '未通过', 'not passed', ({ data }) => !data.passed) },
  'request.completed': nobody('无人须再办', 'nobody of the staff has to move'),
  // A bad grade of the request's own resident is told with the rectification it opens.
  'request.rated': {
    unit: hears(
      '答复的单位（并入的诉求人不满意）',
      'the unit that answered (a merged resident is dissatisfied)',
      ({ data }) => (data.meaning === 'dissatisfied' ? data.leading?.unit : undefined),
    ),
  },
  'request.ratingDefaulted': nobody('无人须再办', 'nobody of the staff has to move'),
  'request.followedUp': nobody(
    '未解决或不满意的，由启动整改告知',
    'a bad answer is told with the rectification it opens',
  ),
  'request.rectificationOpened': { unit: inCharge },
  'request.reopened': withAnother,
  'request.reopenAsked': { dispatcher: owningDesk },
  'request.reopenDecided': {
    unit: withoutRound,
    supervisor: only(supervisor, '逾期未审批', 'nobody decided in time', ({ data }) => data.decision === 'lapsed'),
  },
  'request.reopenOrdered': { unit: withoutRound },
  'request.urged': owner,
  'request.supervised': {
    unit: inCharge,
    supervisor: hears('所指区划', 'the area it names', (event) => event.data.area),
  },
  'request.merged': { unit: inCharge },
  'request.absorbed': { unit: inCharge },
  'request.unmerged': { supervisor: owningSupervisor, dispatcher: owningDesk },
  'request.released': { unit: inCharge },
  'request.leadingAnswered': nobody('由所并入的诉求告知', 'told with the request it was merged into'),
  'request.leadingEnded': nobody('由所并入的诉求告知', 'told with the request it was merged into'),
  'request.split': { unit: inCharge },
  'request.forceClosed': { unit: inCharge },
  'request.reclassified': { unit: inCharge },
  'request.relocated': { unit: inCharge, supervisor: owningSupervisor, dispatcher: desk },
  'request.stateMapped': owner,
  'request.calendarAmended': movesFor,
  'request.appealed': { supervisor },
  'request.appealReviewed': {
    unit: only(appellant, '已有结论', 'once it is decided', ({ data }) => data.decision !== undefined),
    supervisor: only(supervisor, '尚须他人审核', 'another has to review it', ({ data }) => data.decision === undefined),
  },
  'request.appealLapsed': { unit: appellant, supervisor },
  'request.warned': { unit: charged, supervisor: supervisorThatKeepsIt, dispatcher: deskThatKeepsIt },
  'request.overdue': { unit: charged, supervisor, dispatcher: deskThatKeepsIt },
  'request.textsErased': nobody('只写入留痕', 'only the record says so'),
  'request.retentionSet': nobody('只写入留痕', 'only the record says so'),
  'request.acted': owner,
}

const ofRequest: Hearers = { unit: inCharge, supervisor, dispatcher: supervisor }

// Whom a declaration names, else whoever has to move next.
function hearersOfOwn(audience: StaffAudience, words: OwnWords | undefined): Hearers | undefined {
  if (words?.tells === undefined || audience === 'person') return words && owner
  return words.tells.includes(audience) ? ofRequest : undefined
}

/** The unit, area or person that hears of an event through channels of this audience; `undefined` when nobody does. */
export function hearerOf(
  audience: StaffAudience,
  event: RequestEvent,
  facts: RequestFacts,
  supervisorOf: SupervisorOf,
  own: StepNames['own'] = () => undefined,
): string | undefined {
  // Otherwise an event of a newer version, or of a type nobody is told of.
  const cells = Object.hasOwn(whoHears, event.type)
    ? (whoHears[event.type] as Hearers)
    : hearersOfOwn(audience, own(event.type))
  return cells?.[audience]?.find(event, facts, supervisorOf) || undefined
}
