import type { Bilingual } from '../../contracts/text.js'
import { dateInWords, dueInWords } from '../../sla/words.js'
import type { RequestEvent } from '../events.js'
import type { OwnWords } from '../own/own-command.js'
import { clockTerm } from './clock-terms.js'

/** What a step is told with: names, never texts of staff. */
export interface StepNames {
  /** Name of a unit; its id for one that the catalogue does not have. */
  unit(id: string): Bilingual
  /** Name of an area; its code for one that nobody knows. */
  area(code: string): Bilingual
  /** A reason to suspend, as the deadline policy names it; its code for one the policy no longer has. */
  pauseReason(code: string): Bilingual
  /** How people are told of an event of an own command; nothing for any other. Absent: there are none. */
  own?(type: string): OwnWords | undefined
}

// Of these the resident is told nothing: what goes on between offices, or would only repeat what they did themself.
type Untold =
  | 'request.attachmentErased'
  | 'request.noted'
  | 'request.revealed'
  | 'request.offerEnded'
  | 'request.assigned'
  | 'request.unitRelieved'
  | 'request.coHandlerReplied'
  | 'request.coHandlerRelieved'
  | 'request.extensionRequested'
  | 'request.absorbed'
  | 'request.released'
  | 'request.relocated'
  | 'request.stateMapped'
  | 'request.appealed'
  | 'request.appealReviewed'
  | 'request.appealLapsed'
  | 'request.warned'
  | 'request.acted'
  | 'request.textsErased'
  | 'request.retentionSet'

type Told = {
  readonly [Type in Exclude<RequestEvent['type'], Untold>]: (
    event: Extract<RequestEvent, { type: Type }>,
    names: StepNames,
  ) => Bilingual | undefined
}

const say = (zh: string, en: string) => (): Bilingual => ({ zh, en })

function leadingEnded(end: string): Bilingual {
  switch (end) {
    case 'closed':
      return {
        zh: '您的诉求所并入的事项已办结归档',
        en: 'The request yours was merged into was completed and is closed',
      }
    case 'forceClosed':
      return {
        zh: '您的诉求所并入的事项经上级决定结案',
        en: 'The request yours was merged into was closed by decision of the supervisor',
      }
    default:
      return { zh: '您的诉求所并入的事项已终结', en: 'The request yours was merged into has ended' }
  }
}

// Why it stands still, and until when at most. Whoever is waited for must hear of it.
function suspended({ data }: Extract<RequestEvent, { type: 'request.suspended' }>, names: StepNames): Bilingual {
  const dueDate = data.progress?.clocks?.suspension?.dueDate
  const until = dueDate === undefined ? undefined : dateInWords(dueDate)
  const end: Bilingual =
    until === undefined ? { zh: '', en: '' } : { zh: `，最迟至${until.zh}`, en: `, ${until.en} at the latest` }
  // Before reasons said so themselves, this one did.
  if (data.waitsFor === 'requester' || data.reasonCode === 'awaiting-requester')
    return { zh: `等待您补充材料，暂缓办理${end.zh}`, en: `Suspended until you have added what is missing${end.en}` }
  const reason = names.pauseReason(data.reasonCode)
  return { zh: `暂缓办理（${reason.zh}）${end.zh}`, en: `Suspended (${reason.en})${end.en}` }
}

// By when there is an answer: whoever asked must not have to ask again.
function reopenAsked({ data }: Extract<RequestEvent, { type: 'request.reopenAsked' }>): Bilingual {
  const dueDate = data.progress?.clocks?.reopenDecision?.dueDate
  const until = dueDate === undefined ? undefined : dateInWords(dueDate)
  return until === undefined
    ? { zh: '您已申请重新办理', en: 'You asked to have it handled again' }
    : {
        zh: `您已申请重新办理，最迟${until.zh}答复`,
        en: `You asked to have it handled again; you are answered by ${until.en}`,
      }
}

function reopenDecided({ data }: Extract<RequestEvent, { type: 'request.reopenDecided' }>): Bilingual {
  switch (data.decision) {
    case 'granted':
      return { zh: '同意重新办理', en: 'It is handled again, as you asked' }
    case 'refused':
      return { zh: '不予重新办理', en: 'It is not handled again' }
    case 'lapsed':
      return {
        zh: '重办申请未在期限内审批，不计入申请次数',
        en: 'Your application was not decided on in time; it does not count',
      }
  }
}

const ofResident: ReadonlySet<string> = new Set(['resolve', 'rectify', 'rate', 'suspension'])

// Of clocks between offices the resident hears nothing.
function calendarAmended({
  notices,
  moved,
}: Extract<RequestEvent, { type: 'request.calendarAmended' }>['data']): Bilingual | undefined {
  const dates = moved
    .filter(({ clock }) => ofResident.has(clock))
    .map(({ clock, after }) => {
      const [name, due] = [clockTerm(clock), dueInWords(after.dueAt)]
      return { zh: `${name.zh}改为${due.zh}`, en: `${name.en} is now due ${due.en}` }
    })
  if (dates.length === 0) return undefined
  return {
    zh: `因节假日安排调整（${notices.join('、')}），${dates.map(({ zh }) => zh).join('，')}`,
    en: `Public holidays were rearranged (${notices.join(', ')}): ${dates.map(({ en }) => en).join('; ')}`,
  }
}

// Which events a resident is told of, and in which words; of the others nothing. Texts of staff are not even reachable from here.
const told: Told = {
  'request.submitted': say('诉求已上报', 'Request reported'),
  'request.accepted': say('已受理', 'Accepted'),
  'request.declined': say('不予受理', 'Declined'),
  'request.voided': say('已作废', 'Set aside as void'),
  'request.withdrawn': say('您已撤单', 'Withdrawn by you'),
  'request.supplemented': (event) =>
    event.by.kind === 'resident'
      ? { zh: '您已补充材料', en: 'You have added to it' }
      : { zh: '已代您补充材料', en: 'Added to on your behalf' },
  'request.attached': (event) => {
    const { step } = event.data
    if (step === 'proof' || step === 'check') return undefined
    return event.by.kind === 'resident'
      ? { zh: '您已添加附件', en: 'You have attached files' }
      : { zh: '已代您添加附件', en: 'Files were attached on your behalf' }
  },
  'request.corrected': say('您已更正', 'Corrected by you'),
  'request.dispatched': (event, names) => ({
    zh: `已派单至${names.unit(event.data.unit).zh}`,
    en: `Dispatched to ${names.unit(event.data.unit).en}`,
  }),
  // One event for each candidate: the resident is told once.
  'request.offered': ({ data }) =>
    data.progress && {
      zh: '已派至多家单位，由先认领者办理',
      en: 'Offered to several units; the first to claim it handles it',
    },
  'request.offerDeclined': ({ data }) =>
    data.progress?.owner.role === 'candidates'
      ? undefined
      : { zh: '各单位均未认领，正在重新派单', en: 'Claimed by no unit, being dispatched again' },
  'request.offerExpired': say('各单位均未按时认领，正在重新派单', 'Claimed by no unit in time, being dispatched again'),
  'request.claimed': (event, names) => ({
    zh: `${names.unit(event.data.unit).zh}已认领，正在办理`,
    en: `Claimed by ${names.unit(event.data.unit).en}, being handled`,
  }),
  'request.claimExpired': say('承办单位未按时认领，转由上级改派', 'Not claimed in time, goes back to the supervisor'),
  'request.returned': say('承办单位退回，正在改派', 'Returned by the unit, being dispatched again'),
  'request.transferred': (event, names) => ({
    zh: `已转派至${names.unit(event.data.unit).zh}`,
    en: `Transferred to ${names.unit(event.data.unit).en}`,
  }),
  'request.coHandlerAssigned': (event, names) => ({
    zh: `${names.unit(event.data.unit).zh}协同办理`,
    en: `${names.unit(event.data.unit).en} joins the handling`,
  }),
  'request.suspended': suspended,
  'request.resumed': say('恢复办理', 'Handling resumed'),
  'request.extensionDecided': (event) =>
    event.data.decision === 'granted'
      ? { zh: '经批准延长办理时限', en: 'The deadline was extended' }
      : { zh: '办理时限不变', en: 'The deadline stands' },
  'request.replied': (event, names) => ({
    zh: `${names.unit(event.data.unit).zh}已答复`,
    en: `${names.unit(event.data.unit).en} has answered`,
  }),
  'request.checked': (event) =>
    event.data.passed
      ? { zh: '核查通过', en: 'The check was passed' }
      : { zh: '核查未通过，继续办理', en: 'The check was not passed, handling goes on' },
  'request.completed': say('已办结，请您评价', 'Completed; please rate it'),
  'request.rated': (event) =>
    event.data.meaning === 'dissatisfied'
      ? { zh: '您评价为不满意', en: 'You were dissatisfied' }
      : { zh: '您已评价', en: 'You have rated it' },
  'request.ratingDefaulted': say('评价期已过，未作评价', 'The time to rate has passed, no rating was given'),
  'request.followedUp': say('工作人员已回访', 'Followed up by staff'),
  'request.rectificationOpened': (event) => ({
    zh: `启动第 ${event.data.round} 轮整改`,
    en: `Rectification round ${event.data.round} opened`,
  }),
  'request.reopened': say('重新办理', 'Handled again'),
  'request.reopenAsked': reopenAsked,
  'request.reopenDecided': reopenDecided,
  'request.reopenOrdered': say('经决定重新办理', 'Handled again by decision of the desk'),
  'request.urged': say('已催办', 'The unit was urged'),
  'request.supervised': (event, names) => ({
    zh: `由${names.area(event.data.area).zh}督办`,
    en: `Supervised by ${names.area(event.data.area).en}`,
  }),
  'request.merged': say('已并入同一事项一并办理', 'Handled together with another request about the same matter'),
  'request.unmerged': say('已恢复单独办理', 'Handled on its own again'),
  'request.leadingAnswered': ({ data }, names) => {
    const unit = names.unit(data.unit)
    const rate = data.ratedIn === undefined
    return {
      zh: `您的诉求所并入的事项由${unit.zh}答复${rate ? '，请您评价' : ''}`,
      en: `${unit.en} has answered the request yours was merged into${rate ? '; please rate it' : ''}`,
    }
  },
  'request.leadingEnded': (event) => leadingEnded(event.data.end),
  'request.split': say('已拆分为多件分别办理', 'Handled in separate parts'),
  'request.forceClosed': say('经上级决定结案', 'Closed by decision of the supervisor'),
  'request.reclassified': ({ data: { dueAt } }) => {
    if (dueAt === undefined) return { zh: '已变更分类', en: 'Put into another category' }
    const due = dueInWords(dueAt)
    return { zh: `已变更分类，办理时限改为${due.zh}`, en: `Put into another category; it is due ${due.en} now` }
  },
  'request.calendarAmended': ({ data }) => calendarAmended(data),
  // Of clocks between offices the resident hears nothing.
  'request.overdue': ({ data }) =>
    data.clock === 'resolve' || data.clock === 'rectify'
      ? { zh: '已超过办理时限', en: 'The deadline has passed' }
      : undefined,
}

/**
 * Whether residents are told of events of this type, at least of some. The page of messages is written from it.
 * @public
 */
export const isToldToResidents = (type: RequestEvent['type']): boolean => Object.hasOwn(told, type)

/** How a resident is told of an event, or `undefined` when it is internal. */
export function toldToResident(event: RequestEvent, names: StepNames): Bilingual | undefined {
  if (!Object.hasOwn(told, event.type)) return names.own?.(event.type)?.words.resident
  const tell = told[event.type as keyof Told]
  return (tell as (event: RequestEvent, names: StepNames) => Bilingual | undefined)(event, names)
}
