import type { Bilingual } from '../contracts/text.js'

/** What those are called who have to move when no unit has, apart from the other roles: a page needs no more of them. */
export const deskTitles = {
  dispatcher: { zh: '派单席', en: 'the dispatch desk' },
  supervisor: { zh: '督办人', en: 'a supervisor' },
  requester: { zh: '诉求人本人', en: 'the requester' },
} as const satisfies Readonly<Record<string, Bilingual>>
