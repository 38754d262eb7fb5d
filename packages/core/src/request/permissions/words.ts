import type { Bilingual } from '../../contracts/text.js'
import { type Party, partyNames } from '../parties.js'
import type { RequestRefusals } from '../refusal-details.js'

type Details = RequestRefusals['not-permitted']

const overAreas: ReadonlySet<Party> = new Set(['dispatcher', 'supervisor', 'gridWorker', 'admin'])
const ofUnits: ReadonlySet<Party> = new Set(['unit', 'coUnit', 'chargedUnit'])

/** Who may, each with the area or the units: `; it takes the dispatch desk of 370281001 or the handling unit (housing).` */
export function neededInWords({ needs, area, units }: Pick<Details, 'needs' | 'area' | 'units'>): Bilingual {
  if (needs.length === 0) return { zh: '；权限表未将其授予任何人。', en: '; no table of permissions names it.' }
  const each = needs.map((party): Bilingual => {
    const { zh, en } = partyNames[party]
    if (area !== undefined && overAreas.has(party)) return { zh: `${area} 的${zh}`, en: `${en} of ${area}` }
    if (units !== undefined && ofUnits.has(party))
      return { zh: `${zh}（${units.join('、')}）`, en: `${en} (${units.join(', ')})` }
    return { zh, en }
  })
  return {
    zh: `；需要：${each.map(({ zh }) => zh).join('、')}。`,
    en: `; it takes ${each.map(({ en }) => en).join(' or ')}.`,
  }
}

const lacking: Readonly<Partial<Record<NonNullable<Details['missing']>, Bilingual>>> = {
  person: { zh: '须由其本人办理，他人不能代办。', en: ' Nobody can stand in for them.' },
  area: { zh: '您的职责范围不含该区域。', en: ' What you are in charge of does not cover that area.' },
  unit: { zh: '您不属于该单位。', en: ' You do not handle for that unit.' },
}

/** What the actor lacks, as a sentence after the other; nothing where the first has said it. */
export function lackingInWords({ missing = 'role' }: Pick<Details, 'missing'>): Bilingual {
  return lacking[missing] ?? { zh: '', en: '' }
}
