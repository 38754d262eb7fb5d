import type { Bilingual } from '../../contracts/text.js'
import type { RequestEventType } from '../events.js'
import type { StepNames } from './steps.js'

const name = (zh: string, en: string): Bilingual => ({ zh, en })

/** What the events of a request are called, for staff and in lists. */
export const requestEventTitles = {
  'request.submitted': name('上报', 'reported'),
  'request.accepted': name('受理', 'accepted'),
  'request.declined': name('不予受理', 'declined'),
  'request.voided': name('作废', 'set aside as void'),
  'request.withdrawn': name('撤单', 'withdrawn by the resident'),
  'request.supplemented': name('补充材料', 'something was added'),
  'request.attached': name('添加附件', 'files were attached'),
  'request.attachmentErased': name('删除附件', 'an attachment was erased'),
  'request.corrected': name('更正', 'corrected by the resident'),
  'request.noted': name('内部备注', 'noted for staff'),
  'request.revealed': name('查看联系方式', 'the requester was revealed to a member of staff'),
  'request.dispatched': name('派单', 'dispatched to a unit'),
  'request.offered': name('派至候选单位', 'offered to several units'),
  'request.offerDeclined': name('候选单位不认领', 'declined by a candidate'),
  'request.offerEnded': name('候选单位无须再认领', 'a candidate may not claim it any longer'),
  'request.offerExpired': name('候选单位均未认领', 'claimed by no candidate in time'),
  'request.claimed': name('认领', 'claimed by the unit'),
  'request.claimExpired': name('认领超时', 'not claimed in time'),
  'request.returned': name('退单', 'returned by the unit'),
  'request.transferred': name('转派', 'transferred to another unit'),
  'request.unitRelieved': name('原单位免办', 'the unit before has it no longer'),
  'request.assigned': name('指定经办人', 'put into the hands of a person of the unit'),
  'request.coHandlerAssigned': name('指定协办', 'a co-handling unit was named'),
  'request.coHandlerReplied': name('协办答复', 'a co-handling unit replied'),
  'request.coHandlerRelieved': name('免予协办', 'a co-handling unit is no longer needed'),
  'request.suspended': name('挂账', 'suspended'),
  'request.resumed': name('恢复办理', 'resumed'),
  'request.extensionRequested': name('申请延期', 'an extension was asked for'),
  'request.extensionDecided': name('延期审批', 'an extension was decided on'),
  'request.replied': name('答复', 'the unit replied'),
  'request.checked': name('结案核查', 'checked before closing'),
  'request.completed': name('办结', 'completed'),
  'request.rated': name('评价', 'rated'),
  'request.ratingDefaulted': name('默认评价', 'not rated in time'),
  'request.followedUp': name('回访', 'followed up by a call'),
  'request.rectificationOpened': name('启动整改', 'a rectification was opened'),
  'request.reopened': name('重新办理', 'reopened'),
  'request.reopenAsked': name('申请重办', 'the resident asked to have it handled again'),
  'request.reopenDecided': name('重办审批', 'an application to handle it again was decided on'),
  'request.reopenOrdered': name('重办', 'the desk has it handled again'),
  'request.urged': name('催办', 'urged'),
  'request.supervised': name('督办', 'put under supervision'),
  'request.merged': name('并案', 'merged into another'),
  'request.absorbed': name('并入', 'took another in'),
  'request.unmerged': name('撤销并案', 'taken apart again'),
  'request.released': name('并入者撤出', 'gave another back'),
  'request.leadingAnswered': name('所并入诉求已答复', 'the request it was merged into was answered'),
  'request.leadingEnded': name('所并入诉求已终结', 'the request it was merged into has ended'),
  'request.split': name('拆分', 'split into parts'),
  'request.forceClosed': name('强制结案', 'closed by order'),
  'request.reclassified': name('变更分类', 'put into another category'),
  'request.relocated': name('调整归属区划', 'lies in another area now'),
  'request.stateMapped': name('随流程调整', 'followed a change of the lifecycle'),
  'request.calendarAmended': name('随日历调整', 'followed a change of the calendar'),
  'request.appealed': name('申诉', 'a unit appealed'),
  'request.appealReviewed': name('申诉审核', 'an appeal was reviewed'),
  'request.appealLapsed': name('申诉逾期未审', 'an appeal was not reviewed in time'),
  'request.warned': name('临期预警（黄牌）', 'due soon (yellow card)'),
  'request.overdue': name('超期（红牌）', 'overdue (red card)'),
  'request.textsErased': name('删除个人信息', 'texts were erased'),
  'request.retentionSet': name('确定保存期限', 'it was counted until when texts are kept'),
  'request.acted': name('本地命令（早期版本）', 'a command of the place’s own, in records of earlier versions'),
} satisfies Readonly<Record<RequestEventType, Bilingual>>

/** Every type of event of a request. */
export const requestEventTypes = Object.keys(requestEventTitles) as readonly RequestEventType[]

const known: Readonly<Record<string, Bilingual>> = requestEventTitles

/** What an event is called for staff, one of an own command by its own words; its type where nothing is known of it. */
export function eventTitle(type: string, { own }: Pick<StepNames, 'own'>): Bilingual {
  return own?.(type)?.words.staff ?? (Object.hasOwn(known, type) ? known[type] : undefined) ?? { zh: type, en: type }
}
