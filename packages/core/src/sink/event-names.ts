import type { AreaEventType } from '../area/area-events.js'
import type { Bilingual } from '../contracts/text.js'
import { requestEventTitles } from '../request/views/event-titles.js'

const name = (zh: string, en: string): Bilingual => ({ zh, en })

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
  ...requestEventTitles,
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
