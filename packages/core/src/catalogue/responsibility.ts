import type { CatalogueAreas } from '../area/directory.js'
import type { Bilingual } from '../contracts/text.js'
import { frozenCopy } from '../import/deep-freeze.js'
import type { Limit } from '../sla/limit.js'
import type { CatalogueData, Category, HandlingUnit, ResponsibilityRule } from './data.js'
import { becauseItSucceeds, becauseOfFallback, becauseOfRule } from './responsibility-words.js'

/** Who handles a category in an area, and by which rule. */
export interface Responsibility {
  /** 主办: id of the unit that leads. */
  readonly lead: string
  /** 协办: ids of the units that help; often empty. */
  readonly coHandlers: readonly string[]
  /** Time to handle; absent when the rule gives none and the policy's limit holds. */
  readonly limit?: Limit
  /** Most by which that time may be extended in all; absent when the rule gives none and the policy's cap holds. */
  readonly maxExtension?: Limit
  /** `heating×370281001`, `heating×*` for a rule that holds everywhere, or `fallback`. */
  readonly rule: string
  /** The reason as a sentence, for staff and residents. */
  readonly why: Bilingual
}

/** A catalogue prepared for look-ups. */
export interface CompiledCatalogue {
  readonly data: CatalogueData
  readonly units: ReadonlyMap<string, HandlingUnit>
  readonly categories: ReadonlyMap<string, Category>
  /** By category, then by area (`''`: everywhere), the answer that holds there: by the category's own rule, else by that of its nearest parent. */
  readonly answers: ReadonlyMap<string, ReadonlyMap<string, Responsibility>>
  readonly fallback: Responsibility
}

const everywhere = ''

/** Prepares a checked catalogue. Every answer is computed here, once, so that resolving only looks up. */
export function compileCatalogue(given: CatalogueData): CompiledCatalogue {
  // Laws of plugins are shown what it answers.
  const data = frozenCopy(given)
  const units = new Map(data.units.map((unit) => [unit.id, unit]))
  const categories = new Map(data.categories.map((category) => [category.code, category]))
  const byCategory = Map.groupBy(data.rules, (rule) => rule.category)
  const unitName = (id: string): Bilingual => units.get(id)?.name ?? { zh: id, en: id }

  function answerOf(rule: ResponsibilityRule, asked: Category): Responsibility {
    const { category, area, lead, coHandlers = [], limit, maxExtension } = rule
    const of = category === asked.code ? undefined : categories.get(category)?.name
    return Object.freeze({
      lead,
      coHandlers: Object.freeze([...coHandlers]),
      ...(limit !== undefined && { limit }),
      ...(maxExtension !== undefined && { maxExtension }),
      rule: `${category}×${area ?? '*'}`,
      why: becauseOfRule({ asked: asked.name, inheritedFrom: of, area, lead: unitName(lead) }),
    })
  }

  const answers = new Map<string, Map<string, Responsibility>>()
  for (const asked of data.categories) {
    const byArea = new Map<string, Responsibility>()
    for (const code of ancestry(asked, categories)) {
      for (const rule of byCategory.get(code) ?? []) {
        const area = rule.area ?? everywhere
        if (!byArea.has(area)) byArea.set(area, answerOf(rule, asked))
      }
    }
    answers.set(asked.code, byArea)
  }

  const why = becauseOfFallback(unitName(data.fallback))
  const fallback: Responsibility = Object.freeze({
    lead: data.fallback,
    coHandlers: Object.freeze([]),
    rule: 'fallback',
    why,
  })
  return Object.freeze({ data, units, categories, answers, fallback })
}

/** The category itself, then its parents upwards. */
function ancestry(category: Category, categories: ReadonlyMap<string, Category>): string[] {
  const codes: string[] = []
  for (
    let at: Category | undefined = category;
    at !== undefined;
    at = at.parent === undefined ? undefined : categories.get(at.parent)
  ) {
    codes.push(at.code)
  }
  return codes
}

/**
 * Who handles a category in an area. The nearest area with a rule decides; an area that replaced others in a split or merge keeps their rules until
 * the catalogue names it; in one area the category's own rule goes before those of its parents; rules without an area come last; what no rule
 * covers falls to the fallback unit (兜底).
 */
export function resolveResponsibility(
  catalogue: CompiledCatalogue,
  category: string,
  area: string,
  areas: Pick<CatalogueAreas, 'successorOf' | 'path' | 'predecessors'>,
): Responsibility {
  const answers = catalogue.answers.get(category)
  if (answers === undefined) return catalogue.fallback
  const codes = areas
    .path(areas.successorOf(area) ?? area)
    .split('/')
    .slice(0, -1)
  for (const code of codes.reverse()) {
    const own = answers.get(code)
    if (own !== undefined) return own
    const former = areas.predecessors(code).find((each) => answers.has(each))
    if (former !== undefined) return inherited(answers.get(former) as Responsibility, code, former)
  }
  return answers.get(everywhere) ?? catalogue.fallback
}

function inherited(answer: Responsibility, area: string, former: string): Responsibility {
  return Object.freeze({ ...answer, why: becauseItSucceeds(answer.why, area, former) })
}
