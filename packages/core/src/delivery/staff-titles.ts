import type { Bilingual } from '../contracts/text.js'
import type { RequestEvent } from '../request/events.js'
import { clockTerm } from '../request/views/clock-terms.js'
import type { StepNames } from '../request/views/steps.js'
import { dueInWords } from '../sla/words.js'
import type { StaffAudience } from './who-hears.js'

type Titles = {
  readonly [Type in RequestEvent['type']]?: (event: Extract<RequestEvent, { type: Type }>) => Bilingual
}
const say = (zh: string, en: string) => (): Bilingual => ({ zh, en })

const whyAgain: { readonly [because: string]: readonly [zh: string, en: string] } = {
  asked: ['经诉求人申请重新办理', 'it is handled again as the resident asked'],
  ordered: ['决定重新办理', 'it is handled again by decision of the desk'],
}

/** Titles of messages to units, desks, supervisors and persons of a unit by event type; other events cause no message to them. */
const titles: Titles = {
  'request.submitted': say('新上报，请受理派单', 'was reported, to be accepted and dispatched'),
  'request.supplemented': say('有补充材料，请查看', 'was added to, please look'),
  'request.attached': say('有新附件，请查看', 'has new attachments, please look'),
  'request.corrected': say('诉求人已更正内容或联系方式，请查看', 'was corrected by the resident, please look'),
  'request.voided': say('已作废，无须再办', 'was set aside as void'),
  'request.dispatched': say('新派单，请认领', 'dispatched to you, to be claimed'),
  'request.offered': say(
    '派至多家单位，先认领者承办，请认领',
    'is offered to several units; the first to claim it gets it',
  ),
  'request.offerDeclined': say(
    '候选单位均不认领，请重新派单',
    'was declined by every candidate, to be dispatched again',
  ),
  'request.offerEnded': ({ data }) =>
    data.takenBy === undefined
      ? { zh: '无须再认领', en: 'is not yours to claim any longer' }
      : { zh: '已由其他单位认领，无须再认领', en: 'was claimed by another unit' },
  'request.offerExpired': say(
    '候选单位逾期未认领，请重新派单',
    'was claimed by no candidate in time, to be dispatched again',
  ),
  'request.transferred': say('已转派至本单位，请认领', 'transferred to you, to be claimed'),
  'request.unitRelieved': say('已转由其他单位办理，无须再办', 'goes on with another unit, you have it no longer'),
  'request.coHandlerReplied': say('协办单位已答复', 'was answered by a co-handling unit'),
  'request.coHandlerRelieved': say('无须再协办', 'needs your help no longer'),
  'request.resumed': ({ data }) =>
    data.lapsed
      ? { zh: '挂账期满，恢复办理', en: 'is suspended no longer, since the time for it is over' }
      : { zh: '已恢复办理', en: 'is suspended no longer' },
  'request.assigned': say('已交由您经办', 'was put into your hands'),
  'request.coHandlerAssigned': say('请协办', 'your unit is to co-handle it'),
  'request.rectificationOpened': ({ data: { because, round } }) => {
    const [zh, en] = whyAgain[because] ?? ['诉求人不满意', 'the resident is dissatisfied']
    return { zh: `${zh}，启动第 ${round} 轮整改`, en: `${en}, rectification round ${round} has begun` }
  },
  'request.reopenAsked': say('诉求人申请重新办理，请审批', 'is to be handled again, the resident asks: please decide'),
  'request.reopenDecided': ({ data }) =>
    data.decision === 'lapsed'
      ? { zh: '重办申请逾期未审批，已失效', en: 'nobody decided in time whether it is handled again' }
      : { zh: '同意重新办理，请办理', en: 'is handled again, as the resident asked' },
  'request.reopenOrdered': say('决定重新办理，请办理', 'is handled again by decision of the desk'),
  'request.rated': say('并入的诉求人对答复不满意', 'was answered to the dissatisfaction of a merged resident'),
  'request.urged': say('被催办，请抓紧办理', 'is being urged'),
  'request.warned': ({ data }) => {
    const due = dueInWords(data.dueAt)
    return { zh: `即将到期（黄牌）：${due.zh}`, en: `is due soon (yellow card): ${due.en}` }
  },
  'request.stateMapped': say(
    '办理流程已调整，请查看现处环节',
    'stands in another state, since the lifecycle was changed',
  ),
  'request.overdue': say('已超期（红牌）', 'is overdue (red card)'),
  'request.checked': say('核查未通过，请继续办理', 'did not pass the check, handling goes on'),
  'request.extensionDecided': ({ data }) =>
    data.decision === 'granted' ? { zh: '延期已获批准', en: 'the extension was granted' }
    : data.decision === 'refused' ? { zh: '延期未获批准', en: 'the extension was not granted' }
    : { zh: '延期逾期未批，时限不变', en: 'nobody decided on the extension in time, the deadline stands' }, // biome-ignore format: a ladder
  'request.withdrawn': say('诉求人已撤单，无须再办', 'was withdrawn by the resident'),
  'request.merged': say('已并案，无须单独办理', 'was merged into another'),
  'request.absorbed': ({ data: { dueAt } }) => {
    const due = dueAt === undefined ? undefined : dueInWords(dueAt)
    return {
      zh: `有诉求并入，请一并办理和答复${due === undefined ? '' : `，办理时限随之提前至${due.zh}`}`,
      en: `now carries another request with it, to be answered together${due === undefined ? '' : `, and is due earlier: ${due.en}`}`,
    }
  },
  'request.released': ({ data: { dueAt } }) => {
    const due = dueAt === undefined ? undefined : dueInWords(dueAt)
    return {
      zh: `有诉求撤销并案，另行办理${due === undefined ? '' : `，办理时限恢复为${due.zh}`}`,
      en: `carries another request no longer${due === undefined ? '' : `, and has its own deadline again: ${due.en}`}`,
    }
  },
  'request.unmerged': say('已撤销并案，请派单', 'goes on by itself again, to be dispatched'),
  'request.reclassified': ({ data: { dueAt } }) => {
    const due = dueAt === undefined ? undefined : dueInWords(dueAt)
    return {
      zh: `已变更分类，办理时限${due === undefined ? '不变' : `改为${due.zh}`}`,
      en: `has another category, ${due === undefined ? 'the deadline stands' : `it is due ${due.en} now`}`,
    }
  },
  'request.relocated': say('归属区划已调整', 'lies in another area now'),
  'request.split': say('已拆分为多件', 'was split into parts'),
  'request.forceClosed': say('已强制结案', 'was closed by order'),
  'request.claimExpired': say('逾期未认领，请改派', 'was not claimed in time, to be dispatched again'),
  'request.returned': say('被退单，请改派', 'was returned, to be dispatched again'),
  'request.supervised': say('请督办', 'is under your supervision'),
  'request.extensionRequested': say('申请延期，请审批', 'an extension waits for your decision'),
  'request.calendarAmended': ({ data: { notices, moved } }) => {
    const dates = moved.map(({ clock, before, after, breachCleared }) => {
      const [name, from, to] = [clockTerm(clock), dueInWords(before.dueAt), dueInWords(after.dueAt)]
      return {
        zh: `${name.zh}由${from.zh}改为${to.zh}${breachCleared ? '，超期记录撤销' : ''}`,
        en: `${name.en} was due ${from.en}, now ${to.en}${breachCleared ? ', the breach is cleared' : ''}`,
      }
    })
    return {
      zh: `因节假日安排调整（${notices.join('、')}），${dates.map(({ zh }) => zh).join('；')}`,
      en: `follows a holiday notice (${notices.join(', ')}): ${dates.map(({ en }) => en).join('; ')}`,
    }
  },
  'request.appealed': say('单位提出申诉，请审核', 'an appeal waits for your review'),
  'request.appealReviewed': ({ data }) =>
    data.decision === 'granted' ? { zh: '申诉成立', en: 'the appeal was granted' }
    : data.decision === 'refused' ? { zh: '申诉不成立', en: 'the appeal was refused' }
    : { zh: '申诉尚须另一人审核', en: 'an appeal waits for another review' }, // biome-ignore format: a ladder
  'request.appealLapsed': say('申诉逾期未审，已失效', 'an appeal lapsed without a review'),
  'request.replied': say('已答复，请核查', 'was answered, to be checked'),
  'request.acted': say('有新进展，请办理', 'has moved on, and waits for you'),
}

// What a unit is told in other words than those who look after it.
const toUnits: Titles = {
  'request.claimExpired': say('逾期未认领，已退回上级改派', 'was not claimed in time, you have it no longer'),
  'request.supervised': say('已由上级督办', 'is under supervision from above'),
}

/** The title of a message to a unit, a desk, a supervisor or a person of a unit. */
export function staffTitle(
  event: RequestEvent,
  request: string,
  audience: StaffAudience,
  own: StepNames['own'] = () => undefined,
): Bilingual {
  const titleOf = ((audience === 'unit' ? toUnits[event.type] : undefined) ?? titles[event.type]) as
    | ((event: RequestEvent) => Bilingual)
    | undefined
  const title = titleOf?.(event) ?? own(event.type)?.words.staff ?? { zh: '有新进展', en: 'has moved on' }
  return { zh: `诉求 ${request} ${title.zh}`, en: `Request ${request} ${title.en}` }
}
