import type { AreaEventType } from '../area/area-events.js'
import type { Bilingual } from '../contracts/text.js'
import type { RequestEventType } from '../request/events.js'

const name = (zh: string, en: string): Bilingual => ({ zh, en })

const ofRequests = {
  'request.submitted': name('上报', 'reported'),
  'request.accepted': name('受理', 'accepted'),
  'request.declined': name('不予受理', 'declined'),
  'request.voided': name('作废', 'set aside as void'),
  'request.withdrawn': name('撤单', 'withdrawn by the resident'),
  'request.supplemented': name('补充材料', 'something was added'),
  'request.corrected': name('更正', 'corrected by the resident'),
  'request.noted': name('内部备注', 'noted for staff'),
  'request.dispatched': name('派单', 'dispatched to a unit'),
  'request.claimed': name('认领', 'claimed by the unit'),
  'request.claimExpired': name('认领超时', 'not claimed in time'),
  'request.returned': name('退单', 'returned by the unit'),
  'request.transferred': name('转派', 'transferred to another unit'),
  'request.unitRelieved': name('原单位免办', 'the unit before has it no longer'),
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
  'request.relocated': name('随区划调整', 'followed a change of areas'),
  'request.stateMapped': name('随流程调整', 'followed a change of the lifecycle'),
  'request.calendarAmended': name('随日历调整', 'followed a change of the calendar'),
  'request.appealed': name('申诉', 'a unit appealed'),
  'request.appealReviewed': name('申诉审核', 'an appeal was reviewed'),
  'request.appealLapsed': name('申诉逾期未审', 'an appeal was not reviewed in time'),
  'request.warned': name('临期预警（黄牌）', 'due soon (yellow card)'),
  'request.overdue': name('超期（红牌）', 'overdue (red card)'),
  'request.textsErased': name('删除个人信息', 'texts were erased'),
  'request.acted': name('本地命令（早期版本）', 'a command of the place’s own, in records of earlier versions'),
} satisfies Readonly<Record<RequestEventType, Bilingual>>

const ofAreas = {
  'areas.imported': name('导入区划', 'areas were imported'),
  'areas.split': name('拆分区划', 'an area was split'),
  'areas.merged': name('合并区划', 'areas were merged'),
  'areas.redrawn': name('调整区划', 'an area was changed'),
  'areas.retired': name('撤销区划', 'an area was retired'),
  'areas.recoded': name('变更区划代码', 'areas got other codes'),
  'areas.changeScheduled': name('预定区划调整', 'a change of areas was decided ahead'),
  'areas.changeCancelled': name('取消预定的调整', 'a change decided ahead was cancelled'),
  'areas.changeTookEffect': name('预定的调整生效', 'a change decided ahead took effect'),
} satisfies Readonly<Record<AreaEventType, Bilingual>>

/**
 * Every event that core writes, by type, with what it is called 事件名称: what an `EventSink` can be owed. Those of plugins stand in `huiyin.eventNames`
 * besides these.
 */
export const eventNames = Object.freeze({
  ...ofRequests,
  ...ofAreas,
  'team.formed': name('组建网格队伍', 'a team was formed'),
  'team.joined': name('成员加入', 'somebody joined a team'),
  'team.left': name('成员离开', 'somebody left a team'),
  'team.memberForgotten': name('删除成员个人信息', 'the data of a member was erased'),
  'team.revealed': name('查看成员联系方式', 'the data of a member was looked at'),
  'contact.addressSet': name('登记联系方式', 'an address was set'),
  'contact.addressRemoved': name('删除联系方式', 'an address was removed'),
  'contact.named': name('登记姓名', 'a name was set'),
  'contact.preferred': name('设置接收偏好', 'channels and quiet hours were chosen'),
  'contact.consentGiven': name('同意', 'consent was given'),
  'contact.consentUsed': name('使用一次授权', 'a consent for one message was used'),
  'contact.consentWithdrawn': name('撤回同意', 'consent was withdrawn'),
  'contact.revealed': name('查看联系方式', 'a contact was looked at'),
  'contact.erased': name('删除联系方式及个人信息', 'a contact was erased'),
  'recipients.named': name('指定接收人', 'who receives messages was named'),
  'catalogue.imported': name('导入责任目录', 'the catalogue was imported'),
  'calendar.amended': name('节假日安排调整', 'a holiday notice was taken in'),
  'calendar.adopted': name('采用工作日历', 'a calendar was adopted'),
  'calendar.settled': name('日历调整落实', 'a change of the calendar was applied to all'),
  'editions.recorded': name('记录所用规则', 'the rules in force were recorded'),
  'editions.policyAdopted': name('采用时限规则', 'time limits were adopted'),
  'figures.frozen': name('固定考核数据', 'figures were frozen'),
  'measures.introduced': name('启用计数项', 'a measure was introduced'),
  'destinations.declared': name('登记投递目的地', 'a destination was declared'),
  'destinations.retired': name('停用投递目的地', 'a destination was retired'),
  'destinations.reinstated': name('恢复投递目的地', 'a destination was reinstated'),
})

/** The type of an event of core. */
export type EventName = keyof typeof eventNames
