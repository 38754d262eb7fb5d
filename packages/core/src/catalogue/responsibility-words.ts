import type { Bilingual } from '../contracts/text.js'

interface Reason {
  readonly asked: Bilingual
  /** Name of the parent category the rule was made for; absent when it was made for the category itself. */
  readonly inheritedFrom: Bilingual | undefined
  readonly area: string | undefined
  readonly lead: Bilingual
}

/** Why the unit of a rule leads, for staff and residents to read. */
export function becauseOfRule({ asked, inheritedFrom, area, lead }: Reason): Bilingual {
  const placeZh = area === undefined ? '在全域' : `在 ${area} 及其下级区域`
  const placeEn = area === undefined ? 'everywhere' : `in area ${area} and below`
  if (inheritedFrom === undefined) {
    return {
      zh: `责任目录规定：“${asked.zh}”${placeZh}由${lead.zh}主办。`,
      en: `By the responsibility catalogue, ${lead.en} leads on "${asked.en}" ${placeEn}.`,
    }
  }
  return {
    zh: `责任目录对“${asked.zh}”${area === undefined ? '' : '在该区域'}没有单独规定，依其上级分类“${inheritedFrom.zh}”，${placeZh}由${lead.zh}主办。`,
    en: `The responsibility catalogue has no rule of its own for "${asked.en}"${area === undefined ? '' : ' there'}; it belongs to "${inheritedFrom.en}", on which ${lead.en} leads ${placeEn}.`,
  }
}

/** Why the fallback unit leads, for staff and residents to read. */
export function becauseOfFallback(lead: Bilingual): Bilingual {
  return {
    zh: `责任目录中没有适用的规则，由兜底单位${lead.zh}主办。`,
    en: `No rule of the responsibility catalogue applies; ${lead.en} leads as the fallback unit.`,
  }
}

/** Why a rule holds in an area that it does not name: the area took the place of the one it names. */
export function becauseItSucceeds(why: Bilingual, area: string, former: string): Bilingual {
  return {
    zh: `${why.zh}${area} 由 ${former} 拆分或合并而来，沿用其规定。`,
    en: `${why.en} ${area} replaced ${former} in a split or a merge, so the rule still holds.`,
  }
}
