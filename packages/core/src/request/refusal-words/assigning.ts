import type { RefusalTemplates } from '../../import/refusal.js'
import type { AssigningRefusals } from '../refusal-details/assigning.js'

/** The words where a person of the unit is named. */
export const assigningWords: RefusalTemplates<AssigningRefusals> = {
  'assignee-not-of-unit': {
    zh: (d) => `${d.person} 不是承办单位（${d.unit || '无'}）的承办人，不能担任经办人。`,
    en: (d) => `${d.person} does not handle for the unit in charge (${d.unit || 'none'}), and cannot look after it.`,
  },
  'assignee-there': {
    zh: (d) => `该诉求已由 ${d.assignee} 经办；如需接手，请写明接手人。`,
    en: (d) => `${d.assignee} looks after it already; to take it over, name the person.`,
  },
  'assignee-unchanged': {
    zh: (d) => (d.assignee === undefined ? '该诉求尚未指定经办人。' : `该诉求已由 ${d.assignee} 经办。`),
    en: (d) => (d.assignee === undefined ? 'Nobody looks after it.' : `${d.assignee} looks after it already.`),
  },
}
