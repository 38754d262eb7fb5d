import { z } from 'zod'
import type { Bilingual } from '../contracts/text.js'
import { ConfigurationError } from '../errors.js'
import { plainText } from '../privacy/text.js'
import { type GridKind, gridKinds } from './area.js'

/** A kind of grid, and what people call it. */
export interface GridKindTitle {
  /** As it stands in the rows of grids. */
  readonly kind: GridKind
  /** What people call it. */
  readonly title: Bilingual
}

const titles: Readonly<Record<(typeof gridKinds)[number], Bilingual>> = {
  residential: { zh: '居住网格', en: 'residential' },
  village: { zh: '村庄网格', en: 'village' },
  business: { zh: '商圈网格', en: 'business' },
  general: { zh: '综合网格', en: 'general' },
  dedicated: { zh: '专属网格', en: 'dedicated' },
  micro: { zh: '微网格', en: 'micro' },
  maritime: { zh: '海上专属网格', en: 'maritime' },
}

const standard: readonly GridKindTitle[] = gridKinds.map((kind) => ({ kind, title: titles[kind] }))
const form = z.array(
  z.strictObject({
    kind: plainText(40).regex(/^[a-z][A-Za-z0-9-]*$/, 'expected letters, digits and hyphens, a small letter first'),
    title: z.strictObject({ zh: plainText(40), en: plainText(40) }),
  }),
)

/**
 * The kinds a place uses: the standard ones and its own. A standard kind may get another title.
 *
 * @throws ConfigurationError for a kind of the wrong form, or declared twice
 */
export function gridKindsOf(own: readonly GridKindTitle[] = []): readonly GridKindTitle[] {
  const parsed = form.safeParse(own)
  const issue = parsed.error?.issues[0]
  if (issue !== undefined)
    throw new ConfigurationError(`The option gridKinds is wrong at ${issue.path.join('.')}: ${issue.message}.`)
  const kinds = new Map(standard.map((each) => [each.kind, each]))
  const declared = new Set<string>()
  for (const each of own) {
    if (declared.has(each.kind))
      throw new ConfigurationError(`The grid kind ${each.kind} is declared twice.`, { kind: each.kind })
    declared.add(each.kind)
    kinds.set(each.kind, each)
  }
  return Object.freeze([...kinds.values()].map((each) => Object.freeze({ kind: each.kind, title: { ...each.title } })))
}
