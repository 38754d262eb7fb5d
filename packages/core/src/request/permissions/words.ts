import { partyNames } from '../../authority/parties.js'
import { defaultRoles } from '../../authority/roles.js'
import type { Bilingual } from '../../contracts/text.js'
import type { RequestRefusals } from '../refusal-details.js'

type Details = RequestRefusals['not-permitted']

const ofUnits: ReadonlySet<string> = new Set(['unit', 'coUnit', 'chargedUnit'])

function roleOf(party: string, roles: Details['roles']) {
  if (roles !== undefined && Object.hasOwn(roles, party)) return roles[party]
  const title = Object.hasOwn(partyNames, party) ? partyNames[party as keyof typeof partyNames] : undefined
  const held = Object.hasOwn(defaultRoles, party) ? defaultRoles[party as keyof typeof defaultRoles].held : undefined
  return { ...(title ?? { zh: party, en: party }), held: ofUnits.has(party) ? 'unit' : held }
}

/** Who may, each with the area or the units: `; it takes the dispatch desk of 370281001 or the handling unit (housing).` */
export function neededInWords({
  needs,
  area,
  units,
  roles,
}: Pick<Details, 'needs' | 'area' | 'units' | 'roles'>): Bilingual {
  if (needs.length === 0) return { zh: '；权限表未将其授予任何人。', en: '; no table of permissions names it.' }
  const each = needs.map((party): Bilingual => {
    const { zh = party, en = party, held } = roleOf(party, roles) ?? {}
    if (area !== undefined && held === 'area') return { zh: `${area} 的${zh}`, en: `${en} of ${area}` }
    if (units !== undefined && held === 'unit')
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
