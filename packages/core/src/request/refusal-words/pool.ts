import { endMinuteOf } from '../../calendar/time-of-day.js'
import type { RefusalTemplates } from '../../import/refusal.js'
import type { PoolRefusals } from '../refusal-details/pool.js'

/** The words where several units are offered a request. */
export const poolWords: RefusalTemplates<PoolRefusals> = {
  'taken-by-another': {
    zh: (d) => `该诉求已于 ${endMinuteOf(d.claimedAt)} 由 ${d.unit} 认领。`,
    en: (d) => `Unit ${d.unit} claimed it at ${endMinuteOf(d.claimedAt)} (Beijing time).`,
  },
  'candidate-not-named': {
    zh: (d) => `请写明代表哪一家候选单位：${d.units.join('、')}。`,
    en: (d) => `Say for which of the candidates: ${d.units.join(', ')}.`,
  },
  'pool-not-foreseen': {
    zh: () => '本地流程未设多家候选单位认领的环节，请派给一家单位。',
    en: () => 'The lifecycle of the place has no state in which several units may claim; dispatch it to one.',
  },
}
