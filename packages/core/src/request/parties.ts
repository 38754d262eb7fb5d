import type { Bilingual } from '../contracts/text.js'

/**
 * Who may do something, relative to a request. `unit`, `coUnit`: a handler of it; `chargedUnit`: a handler of a unit that is charged with
 * something an appeal may dispute; area roles: a grant covering its area.
 */
export type Party =
  | 'requester' | 'unit' | 'coUnit' | 'chargedUnit' | 'dispatcher' | 'supervisor' | 'gridWorker' | 'admin' | 'system' | 'anyone' // biome-ignore format: a list

/** What parties are called. */
export const partyNames: Readonly<Record<Party, Bilingual>> = {
  requester: { zh: '诉求人本人', en: 'the requester' },
  unit: { zh: '承办单位', en: 'the handling unit' },
  coUnit: { zh: '协办单位', en: 'a co-handling unit' },
  chargedUnit: { zh: '被考核单位', en: 'the unit that is charged' },
  dispatcher: { zh: '派单席', en: 'the dispatch desk' },
  supervisor: { zh: '督办人', en: 'a supervisor' },
  gridWorker: { zh: '网格员', en: 'a grid worker' },
  admin: { zh: '管理员', en: 'an admin' },
  system: { zh: '系统', en: 'the system' },
  anyone: { zh: '任何人', en: 'anyone' },
}
