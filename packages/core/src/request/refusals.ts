import { endMinuteOf } from '../calendar/time-of-day.js'
import type { Bilingual } from '../contracts/text.js'
import { knownNames } from '../errors/known-names.js'
import type { Refusal } from '../import/refusal.js'
import { defineRefusals, type RefusalTemplates } from '../import/refusal.js'
import type { CommandRefusals } from '../record/command-refusals.js'
import { limitInWords } from '../sla/limit.js'
import { lackingInWords, neededInWords } from './permissions/words.js'
import type { RequestRefusals } from './refusal-details.js'
import { assigningWords } from './refusal-words/assigning.js'
import { attachmentRefusalKinds, attachmentWords } from './refusal-words/attachments.js'
import { poolWords } from './refusal-words/pool.js'

type Refusals = RequestRefusals & CommandRefusals

/** A refusal of a request, narrowed by `code`; a plugin's own code begins with its id and a dot. */
export type RequestRefusal =
  | { [Code in keyof Refusals]: Refusal<Code, Refusals[Code]> }[keyof Refusals]
  | Refusal<`${string}.${string}`>

const actions: Readonly<Record<string, string>> = {
  submit: '上报', answerOnTheSpot: '当场答复', decline: '不予受理', void: '作废', withdraw: '撤单', dispatch: '派单', claim: '认领',
  returnBack: '退单', transfer: '转派', assign: '指定经办人', assignCoHandler: '指定协办', coReply: '协办答复', suspend: '挂账', resume: '恢复办理',
  requestExtension: '申请延期', decideExtension: '审批延期', reply: '答复', check: '核查', rate: '评价', followUp: '回访', urge: '催办',
  supervise: '督办', merge: '并案', unmerge: '撤销并案', split: '拆分', forceClose: '强制结案', reclassify: '变更分类', appeal: '申诉',
  reviewAppeal: '审核申诉', eraseTexts: '删除文本', askReopen: '申请重办', decideReopen: '审批重办', reopen: '重办', supplement: '补充材料', correct: '更正', note: '添加内部备注', reveal: '查看联系方式',
  attach: '添加附件', eraseAttachment: '删除附件',
} // biome-ignore format: a table

type Titled = { readonly titles?: Readonly<Record<string, Bilingual>> }

// An own command by its title, one of core by its name.
const inChinese = (action: string, { titles = {} }: Titled) =>
  Object.hasOwn(titles, action) ? (titles[action] as Bilingual).zh : actionName(action)
const inEnglish = (action: string, { titles = {} }: Titled) =>
  Object.hasOwn(titles, action) ? (titles[action] as Bilingual).en : action

/** The Chinese name of an action, or its own name when core has none. */
export function actionName(action: string): string {
  return Object.hasOwn(actions, action) ? (actions[action] as string) : action
}

const templates: RefusalTemplates<RequestRefusals> = {
  ...attachmentWords,
  ...assigningWords,
  ...poolWords,
  'not-permitted': {
    zh: (d) => `您无权${inChinese(d.action, d)}${neededInWords(d).zh}${lackingInWords(d).zh}`,
    en: (d) => `You may not ${inEnglish(d.action, d)}${neededInWords(d).en}${lackingInWords(d).en}`,
  },
  'id-taken': {
    zh: (d) => `编号 ${d.id} 已被使用，请换一个编号。`,
    en: (d) => `The id ${d.id} is taken; choose another.`,
  },
  'wrong-state': {
    zh: (d) =>
      `当前状态（${d.title.zh}）下不能${inChinese(d.action, d)}；可以：${d.allowed.map((each) => inChinese(each, d)).join('、') || '无'}。`,
    en: (d) =>
      `Cannot ${inEnglish(d.action, d)} now (${d.title.en}); possible: ${d.allowed.map((each) => inEnglish(each, d)).join(', ') || 'nothing'}.`,
  },
  'area-unknown': {
    zh: (d) => `从未有过编码为 ${d.area} 的网格或区划。`,
    en: (d) => `No area has or had the code ${d.area}.`,
  },
  'category-unknown': {
    zh: (d) => `没有编码为 ${d.category} 的诉求分类。`,
    en: (d) => `No category has the code ${d.category}.`,
  },
  'unit-unknown': {
    zh: (d) => `没有编号为 ${d.unit} 的承办单位。`,
    en: (d) => `No handling unit has the id ${d.unit}.`,
  },
  'place-unknown': {
    zh: () => '无法确定该地点属于哪个网格，请选择网格或区划。',
    en: () => 'Nobody can say in which area the place lies; choose the area.',
  },
  'place-ambiguous': {
    zh: (d) => `该地点可能属于：${d.areas.map(({ name }) => name.zh).join('、')}；请选择其一。`,
    en: (d) => `The place may lie in ${d.areas.map(({ name }) => name.en).join(', ')}; choose one.`,
  },
  'urgency-unknown': {
    zh: (d) => `没有编码为 ${d.urgency} 的紧急程度；${knownNames(d.urgency, d.known).zh}。`,
    en: (d) => `No class of urgency has the code ${d.urgency}; ${knownNames(d.urgency, d.known).en}.`,
  },
  'urgency-by-staff': {
    zh: () => '紧急程度由工作人员判定，请写明情况，由派单席确定。',
    en: () => 'How urgent it is, staff judge: say what happened, and the dispatch desk decides.',
  },
  'occurred-later': {
    zh: () => '事发时间晚于上报时间，请更正。',
    en: () => 'It is said to have happened after it was reported; correct the time.',
  },
  'unit-unchanged': { zh: (d) => `该诉求已由 ${d.unit} 承办。`, en: (d) => `Unit ${d.unit} already has this request.` },
  'return-limit-reached': {
    zh: (d) => `已退单 ${d.returns} 次，达到上限（${d.limit} 次），须由本单位办理或申请转派。`,
    en: (d) => `Returned ${d.returns} times already (limit ${d.limit}); handle it or ask for a transfer.`,
  },
  'return-window-passed': {
    zh: (d) => `退单须在 ${endMinuteOf(d.until)} 前提出，已逾期，须由本单位办理或申请转派。`,
    en: (d) => `It could be returned until ${endMinuteOf(d.until)} (Beijing time); handle it or ask for a transfer.`,
  },
  'transfer-limit-reached': {
    zh: (d) => `已转派 ${d.transfers} 次，达到上限（${d.limit} 次），须由派单席或督办人指定承办单位。`,
    en: (d) =>
      `Transferred ${d.transfers} times already (limit ${d.limit}); only a dispatcher or supervisor moves it now.`,
  },
  'claim-window-passed': {
    zh: (d) => `认领时限已于 ${endMinuteOf(d.dueAt)} 届满，已退回上级派单。`,
    en: (d) =>
      `The time to claim ended at ${endMinuteOf(d.dueAt)} (Beijing time); the request goes back to the supervisor.`,
  },
  'choice-unknown': {
    zh: (d) => `${d.code} 不在可选范围内；${knownNames(d.code, d.known).zh}。`,
    en: (d) => `${d.code} is not among what may be chosen; ${knownNames(d.code, d.known).en}.`,
  },
  'pause-reason-unknown': {
    zh: (d) => `挂账理由 ${d.reasonCode} 不在规定范围；${knownNames(d.reasonCode, d.known).zh}。`,
    en: (d) => `${d.reasonCode} is not a reason to suspend; ${knownNames(d.reasonCode, d.known).en}.`,
  },
  'suspension-limit-reached': {
    zh: (d) => `已${d.waitsFor ? '因等待诉求人' : ''}挂账 ${d.suspensions} 次，达到上限（${d.limit} 次）。`,
    en: (d) =>
      `Suspended ${d.suspensions} times already${d.waitsFor ? ' to wait for the requester' : ''} (limit ${d.limit}).`,
  },
  'supplement-limit-reached': {
    zh: (d) => `已补充材料 ${d.supplements} 次，达到上限（${d.limit} 次）。`,
    en: (d) => `Material was added ${d.supplements} times already (limit ${d.limit}).`,
  },
  'correction-limit-reached': {
    zh: (d) => `已更正 ${d.corrections} 次，达到上限（${d.limit} 次）。`,
    en: (d) => `Corrected ${d.corrections} times already (limit ${d.limit}).`,
  },
  'reveal-not-in-handling': {
    zh: (d) => `该诉求不在办理中（${d.title.zh}），不能查看诉求人联系方式。`,
    en: (d) => `Nobody handles the request now (${d.title.en}); the requester is not revealed.`,
  },
  'reveal-withheld': {
    zh: (d) => `诉求人${d.because === 'confidential' ? '要求保密' : '匿名上报'}，不能查看其联系方式。`,
    en: (d) =>
      `The requester ${d.because === 'confidential' ? 'reported in confidence' : 'is anonymous'} and is not revealed.`,
  },
  'nothing-to-reveal': {
    zh: () => '所列内容未填写，或本来就看得到，无须查看。',
    en: () => 'None of these fields was given, or you read all of them already.',
  },
  'handling-begun': {
    zh: (d) => `承办单位已于 ${endMinuteOf(d.claimedAt)} 认领并开始办理，不能再更正，可以补充材料。`,
    en: (d) =>
      `A unit claimed it at ${endMinuteOf(d.claimedAt)} (Beijing time) and works on it; it can be supplemented, and not corrected any more.`,
  },
  'extension-after-expiry': {
    zh: (d) => `办理时限已于 ${endMinuteOf(d.dueAt)} 届满，延期须在届满前申请。`,
    en: (d) => `The deadline passed at ${endMinuteOf(d.dueAt)} (Beijing time); an extension must be asked for before.`,
  },
  'suspension-after-expiry': {
    zh: (d) => `办理时限已于 ${endMinuteOf(d.dueAt)} 届满，挂账须在届满前提出。`,
    en: (d) =>
      `The deadline passed at ${endMinuteOf(d.dueAt)} (Beijing time); a request must be suspended before that.`,
  },
  'extension-beyond-cap': {
    zh: (d) =>
      `申请延期 ${limitInWords(d.asked).zh}${d.granted.length > 0 ? `，已延期 ${d.granted.map((each) => limitInWords(each).zh).join('、')}` : ''}，合计超过上限 ${limitInWords(d.cap).zh}。`,
    en: (d) =>
      `Asked for ${limitInWords(d.asked).en}${d.granted.length > 0 ? ` after ${d.granted.map((each) => limitInWords(each).en).join(' and ')} granted before` : ''}; all extensions together may come to ${limitInWords(d.cap).en}.`,
  },
  'extension-pending': {
    zh: () => '已有一项延期申请待审批。',
    en: () => 'An extension is already waiting for a decision.',
  },
  'extension-not-pending': {
    zh: () => '没有待审批的延期申请，或审批时限已过。',
    en: () => 'No extension is waiting for a decision, or the time to decide is over.',
  },
  'co-handlers-pending': {
    zh: (d) => `协办单位尚未答复且未超期：${d.units.join('、')}。`,
    en: (d) => `Co-handlers have not answered and are still in time: ${d.units.join(', ')}.`,
  },
  'co-handler-unknown': {
    zh: (d) => `${d.unit} 不是本件的协办单位。`,
    en: (d) => `Unit ${d.unit} is not a co-handler of this request.`,
  },
  'co-handler-already-assigned': {
    zh: (d) => `${d.unit} 已是本件的主办或协办单位。`,
    en: (d) => `Unit ${d.unit} already handles or co-handles this request.`,
  },
  'grade-not-on-scale': {
    zh: (d) => `评价等级只能是 ${d.grades.join('、')}。`,
    en: (d) => `The grade must be one of ${d.grades.join(', ')}.`,
  },
  'rating-window-passed': {
    zh: (d) => `评价期已于 ${endMinuteOf(d.dueAt)} 结束。`,
    en: (d) => `The time to rate ended at ${endMinuteOf(d.dueAt)} (Beijing time).`,
  },
  'already-rated': { zh: () => '本轮办理结果已评价。', en: () => 'This round has been rated already.' },
  'nothing-to-rate': {
    zh: (d) =>
      d.request === undefined ? '所并入的诉求尚未答复，暂不能评价。' : `该答复请在您的诉求 ${d.request} 中评价。`,
    en: (d) =>
      d.request === undefined
        ? 'The request this one was merged into has not been answered yet.'
        : `Rate this answer in your request ${d.request}.`,
  },
  'follow-up-incomplete': {
    zh: () => '接通诉求人的回访，须记录承办单位是否联系、是否解决、是否满意。',
    en: () => 'When the resident was reached, all three answers (contacted, solved, satisfied) are needed.',
  },
  'follow-up-window-passed': {
    zh: (d) => `结案后 ${d.days} 日的回访期已于 ${endMinuteOf(d.until)} 届满。`,
    en: (d) => `The ${d.days} days for a follow-up after closing ended at ${endMinuteOf(d.until)} (Beijing time).`,
  },
  'merge-target-unfit': {
    zh: (d) =>
      `不能并入 ${d.into}：${{ itself: '不能并入自身', unknown: '该诉求不存在', ended: '该诉求已办结', otherCategory: '诉求分类不同' }[d.because]}。`,
    en: (d) =>
      `Cannot merge into ${d.into}: ${{ itself: 'it is the same request', unknown: 'there is no such request', ended: 'it has ended', otherCategory: 'its category differs' }[d.because]}.`,
  },
  'overdue-stays': {
    zh: (d) => `办理时限已于 ${endMinuteOf(d.dueAt)} 届满；超期件不能并案、拆分或不予受理，须办结。`,
    en: (d) =>
      `The deadline passed at ${endMinuteOf(d.dueAt)} (Beijing time); an overdue request must be completed; it cannot be merged, split or declined.`,
  },
  'supervision-at-top': { zh: () => '已由最高一级督办。', en: () => 'Supervision is already at the top level.' },
  'urged-recently': {
    zh: (d) => `今日已催办，${endMinuteOf(d.againAt)} 后可再次催办。`,
    en: (d) => `Urged already today; again from ${endMinuteOf(d.againAt)} (Beijing time).`,
  },
  'nothing-to-appeal': { zh: () => '没有可申诉的事实。', en: () => 'There is no such fact to appeal against.' },
  'appeal-window-passed': {
    zh: (d) => `办结后 ${d.days} 日的申诉期已于 ${endMinuteOf(d.until)} 届满。`,
    en: (d) => `The ${d.days} days for an appeal ended at ${endMinuteOf(d.until)} (Beijing time).`,
  },
  'appeal-pending': {
    zh: () => '同一事由的申诉正在审核。',
    en: () => 'An appeal about the same fact is under review.',
  },
  'appeal-unknown': {
    zh: (d) => `没有待审核的申诉 ${d.appeal}。`,
    en: (d) => `No appeal ${d.appeal} is under review.`,
  },
  'reopen-window-passed': {
    zh: (d) => `结案后 ${d.days} 日的重办申请期已于 ${endMinuteOf(d.until)} 届满。`,
    en: (d) => `The ${d.days} days to ask to have it handled again ended at ${endMinuteOf(d.until)} (Beijing time).`,
  },
  'reopen-limit-reached': {
    zh: (d) => `已申请重办 ${d.asks} 次，上限为 ${d.limit} 次。`,
    en: (d) => `It was asked ${d.asks} times to have it handled again; the limit is ${d.limit}.`,
  },
  'reopen-pending': {
    zh: () => '已有一项重办申请待审批。',
    en: () => 'An application to have it handled again waits for a decision.',
  },
  'reopen-not-pending': {
    zh: () => '没有待审批的重办申请，或审批时限已过。',
    en: () => 'No application to have it handled again waits for a decision, or the time to decide is over.',
  },
  'texts-in-use': {
    zh: (d) => `该诉求或其所并入的事项尚未办结（${d.title.zh}），或申诉、重办申请尚待审核，文本须待办结后删除。`,
    en: (d) =>
      `The request (or the one it was merged into) is still open (${d.title.en}), or an appeal or an application to have it handled again is under review; its texts are still needed.`,
  },
  'reviewer-repeated': { zh: () => '同一审核人不能重复审核。', en: () => 'The same reviewer cannot review twice.' },
  'reviewer-involved': {
    zh: () => '申诉单位的人员不能审核本单位的申诉。',
    en: () => 'The appealing unit cannot review its own appeal.',
  },
}

/** Every reason for which core refuses a command of a request. */
export const requestRefusals = defineRefusals(templates, {
  ...attachmentRefusalKinds,
  'not-permitted': 'forbidden',
  'id-taken': 'conflict',
  'area-unknown': 'missing',
  'category-unknown': 'missing',
  'unit-unknown': 'missing',
  'place-unknown': 'form',
  'place-ambiguous': 'form',
  'urgency-unknown': 'missing',
  'urgency-by-staff': 'forbidden',
  'occurred-later': 'form',
  'choice-unknown': 'form',
  'pause-reason-unknown': 'form',
  'co-handler-unknown': 'missing',
  'grade-not-on-scale': 'form',
  'follow-up-incomplete': 'form',
  'appeal-unknown': 'missing',
  'reviewer-repeated': 'forbidden',
  'reviewer-involved': 'forbidden',
})
