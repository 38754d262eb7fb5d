import type { Bilingual } from '../contracts/text.js'

/** One of the things that a form lets people choose from. */
export interface Choice {
  /** What commands name and events keep, up to 40 characters. */
  readonly code: string
  /** What people read. */
  readonly name: Bilingual
}

/** What a catalogue lets people choose from, each list at most 100 entries long. Where it has a list, no other code is taken. */
export interface ChoiceLists {
  /** 受理渠道: where requests come in. Any code is taken where the catalogue has no list. */
  readonly channels?: readonly Choice[] | undefined
  /** 不予受理理由: why a request is not accepted. Any code is taken where the catalogue has no list. */
  readonly declineReasons?: readonly Choice[] | undefined
  /** 退单理由: why a unit returns a request. */
  readonly returnReasons?: readonly Choice[] | undefined
  /** 评价理由: why a resident rates as they do. */
  readonly ratingReasons?: readonly Choice[] | undefined
}

/** Name of one of these lists. */
export type ChoiceList = keyof ChoiceLists

const choice = (code: string, zh: string, en: string): Choice => ({ code, name: { zh, en } })

/** What people choose from where the catalogue has no list of its own. */
export const defaultChoices: Readonly<Record<ChoiceList, readonly Choice[]>> = {
  channels: [
    choice('miniProgram', '小程序', 'mini-program'),
    choice('hotline', '热线', 'hotline'),
    choice('web', '网站', 'website'),
    choice('counter', '窗口', 'service counter'),
    choice('patrol', '网格巡查', 'patrol of the grid'),
  ],
  declineReasons: [
    choice('not-in-scope', '不属受理范围', 'not within what is accepted'),
    choice('in-procedure', '已进入诉讼、复议、信访程序', 'before a court, in review or in petition'),
    choice('nothing-to-handle', '无具体事项', 'nothing to be handled'),
    choice('other', '其他', 'another reason'),
  ],
  returnReasons: [
    choice('not-our-duty', '不属本单位职责', 'not the duty of the unit'),
    choice('other-area', '不在本单位辖区', 'not in the area of the unit'),
    choice('wrong-category', '分类有误', 'in the wrong category'),
    choice('other', '其他', 'another reason'),
  ],
  ratingReasons: [
    choice('not-solved', '问题没有解决', 'it is not solved'),
    choice('partly-solved', '只解决了一部分', 'only a part is solved'),
    choice('untrue', '答复与事实不符', 'the answer is not true'),
    choice('too-slow', '办理太慢', 'it took too long'),
    choice('no-contact', '没有联系我', 'nobody contacted me'),
    choice('attitude', '态度不好', 'people were unfriendly'),
    choice('other', '其他', 'another reason'),
  ],
}

// What took any code before there were lists takes it still.
const free: ReadonlySet<ChoiceList> = new Set(['channels', 'declineReasons'])

/** The codes that are taken; `undefined` where any is. */
export function takenFrom(lists: ChoiceLists | undefined, list: ChoiceList): readonly Choice[] | undefined {
  return lists?.[list] ?? (free.has(list) ? undefined : defaultChoices[list])
}
