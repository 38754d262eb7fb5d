import { z } from 'zod'
import type { Bilingual } from '../contracts/text.js'
import { inBoth } from '../errors/faults.js'
import { ConfigurationError } from '../errors.js'
import { issuesOf } from '../import/zod-issues.js'
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
    kind: plainText(40).refine((kind) => /^[a-z][A-Za-z0-9-]*$/.test(kind), {
      message: 'expected letters, digits and hyphens, a small letter first',
      params: { zh: '应为小写字母开头的字母、数字和连字符' },
    }),
    title: z.strictObject({ zh: plainText(40), en: plainText(40) }),
  }),
)

/**
 * The kinds a place uses: the standard ones and its own. A standard kind may get another title.
 *
 * @throws ConfigurationError for a kind of the wrong form, or declared twice
 */
export function gridKindsOf(own: readonly GridKindTitle[] = []): readonly GridKindTitle[] {
  const { error } = form.safeParse(own)
  const [issue] = error === undefined ? [] : issuesOf(error, own)
  if (issue !== undefined) {
    const place = ['gridKinds', ...issue.path].join('.')
    throw new ConfigurationError(
      inBoth(`选项 ${place} ${issue.message.zh}。`, `The option ${place} is wrong: ${issue.message.en}.`),
    )
  }
  const kinds = new Map(standard.map((each) => [each.kind, each]))
  const declared = new Set<string>()
  for (const each of own) {
    if (declared.has(each.kind))
      throw new ConfigurationError(
        inBoth(`网格类型 ${each.kind} 声明了两次。`, `The grid kind ${each.kind} is declared twice.`),
        { kind: each.kind },
      )
    declared.add(each.kind)
    kinds.set(each.kind, each)
  }
  return Object.freeze([...kinds.values()].map((each) => Object.freeze({ kind: each.kind, title: { ...each.title } })))
}
