import type { Bilingual } from '../bilingual.js'

/** Names of the holidays as the notices write them. */
export const festivalNames = {
  newYear: { zh: '元旦', en: "New Year's Day" },
  spring: { zh: '春节', en: 'Spring Festival' },
  qingming: { zh: '清明节', en: 'Tomb-sweeping Day' },
  labour: { zh: '劳动节', en: 'Labour Day' },
  dragonBoat: { zh: '端午节', en: 'Dragon Boat Festival' },
  midAutumn: { zh: '中秋节', en: 'Mid-Autumn Festival' },
  national: { zh: '国庆节', en: 'National Day' },
  nationalMidAutumn: { zh: '国庆节、中秋节', en: 'National Day and Mid-Autumn Festival' },
  midAutumnNational: { zh: '中秋节、国庆节', en: 'Mid-Autumn Festival and National Day' },
} as const satisfies Record<string, Bilingual>

export type FestivalKey = keyof typeof festivalNames

/** English name of a holiday known only by its Chinese name (`国庆节、中秋节` → both names). */
export function englishNameOf(zh: string): string {
  const known = Object.values(festivalNames).find((name) => name.zh === zh)
  if (known !== undefined) return known.en
  const parts = zh.split(/[、，,]/).map((part) => Object.values(festivalNames).find((name) => name.zh === part)?.en)
  return parts.every((part) => part !== undefined) ? parts.join(' and ') : zh
}
