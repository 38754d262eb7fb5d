import type { Bilingual } from '../contracts/text.js'
import type { RequestEvent } from '../request/events.js'
import { dueInWords } from '../sla/words.js'

type Titles = {
  readonly [Type in RequestEvent['type']]?: (event: Extract<RequestEvent, { type: Type }>) => Bilingual
}
const say = (zh: string, en: string) => (): Bilingual => ({ zh, en })

/** Titles of messages to units and supervisors by event type; other events cause no message to them. */
const titles: Titles = {
  'request.dispatched': say('新派单，请认领', 'dispatched to you, to be claimed'),
  'request.transferred': say('已转派至本单位，请认领', 'transferred to you, to be claimed'),
  'request.coHandlerAssigned': say('请协办', 'your unit is to co-handle it'),
  'request.rectificationOpened': ({ data }) => ({
    zh: `诉求人不满意，启动第 ${data.round} 轮整改`,
    en: `the resident is dissatisfied, rectification round ${data.round} has begun`,
  }),
  'request.urged': say('被催办，请抓紧办理', 'is being urged'),
  'request.warned': ({ data }) => {
    const due = dueInWords(data.dueAt)
    return { zh: `即将到期（黄牌）：${due.zh}`, en: `is due soon (yellow card): ${due.en}` }
  },
  'request.overdue': say('已超期（红牌）', 'is overdue (red card)'),
  'request.checked': say('核查未通过，请继续办理', 'did not pass the check, handling goes on'),
  'request.extensionDecided': ({ data }) =>
    data.decision === 'granted'
      ? { zh: '延期已获批准', en: 'the extension was granted' }
      : { zh: '延期未获批准', en: 'the extension was not granted' },
  'request.withdrawn': say('诉求人已撤单，无须再办', 'was withdrawn by the resident'),
  'request.merged': say('已并案，无须单独办理', 'was merged into another'),
  'request.split': say('已拆分为多件', 'was split into parts'),
  'request.forceClosed': say('已强制结案', 'was closed by order'),
  'request.claimExpired': say('逾期未认领，请改派', 'was not claimed in time, to be dispatched again'),
  'request.returned': say('被退单，请改派', 'was returned, to be dispatched again'),
  'request.supervised': say('请督办', 'is under your supervision'),
  'request.extensionRequested': say('申请延期，请审批', 'an extension waits for your decision'),
  'request.appealed': say('单位提出申诉，请审核', 'an appeal waits for your review'),
  'request.appealLapsed': say('申诉逾期未审，已失效', 'an appeal lapsed without a review'),
  'request.replied': say('已答复，请核查', 'was answered, to be checked'),
}

/** The title of a message to a unit or a supervisor. */
export function staffTitle(event: RequestEvent, request: string): Bilingual {
  const titleOf = titles[event.type] as ((event: RequestEvent) => Bilingual) | undefined
  const title = titleOf?.(event) ?? { zh: '有新进展', en: 'has moved on' }
  return { zh: `诉求 ${request} ${title.zh}`, en: `Request ${request} ${title.en}` }
}
