import type { Bilingual } from '../../contracts/text.js'

/** Names of the statutory holidays as the notices write them. */
export const festivalNames = {
  newYear: { zh: '元旦', en: "New Year's Day" },
  spring: { zh: '春节', en: 'Spring Festival' },
  qingming: { zh: '清明节', en: 'Tomb-sweeping Day' },
  labour: { zh: '劳动节', en: 'Labour Day' },
  dragonBoat: { zh: '端午节', en: 'Dragon Boat Festival' },
  midAutumn: { zh: '中秋节', en: 'Mid-Autumn Festival' },
  national: { zh: '国庆节', en: 'National Day' },
} as const satisfies Record<string, Bilingual>

const names: Readonly<Record<string, Bilingual>> = {
  ...festivalNames,
  victory: { zh: '抗战胜利70周年', en: 'Victory Day' },
}

function join(parts: readonly Bilingual[]): Bilingual {
  return { zh: parts.map(({ zh }) => zh).join('、'), en: parts.map(({ en }) => en).join(' and ') }
}

/** Name of a holiday by its key; `national+midAutumn` are two in one. An unknown key is its own name. */
export function nameOf(keys: string): Bilingual {
  return join(keys.split('+').map((key) => names[key] ?? { zh: key, en: key }))
}

/** Both names of a holiday by its Chinese one, joined ones too (`国庆节、中秋节`). An unknown name stays Chinese in both. */
export function nameFromChinese(zh: string): Bilingual {
  return join(
    zh.split('、').map((part) => Object.values(names).find((name) => name.zh === part) ?? { zh: part, en: part }),
  )
}
