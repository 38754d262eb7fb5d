import type { Bilingual } from '../../contracts/text.js'
import type { Indicator } from '../indicators/declaration.js'
import type { Figure, NoValue } from './figure.js'

/** A group with its rank. */
export type RankedFigure = Figure & {
  /** From 1, the best. Groups with the same printed value share a rank, and the next rank leaves out as many: 1, 1, 3. */
  readonly rank: number
  /** Percent, as printed. */
  readonly value: number
}

/** A group that is not ranked. */
export type UnrankedFigure = Figure & {
  /** Why it is not ranked, for people to read. */
  readonly because: Bilingual
}

/** A league table 排名. */
export interface Ranking {
  /** Groups with a value, the best first; groups of one rank in the order of their keys. */
  readonly ranked: readonly RankedFigure[]
  /** Groups without a value, with too few cases, or without an owner, in the order of their keys. */
  readonly unranked: readonly UnrankedFigure[]
}

const reasons: Readonly<Record<NoValue | 'unassigned', Bilingual>> = {
  'zero-denominator': { zh: '没有可计的件', en: 'nothing to count' },
  'sample-too-small': { zh: '件数不足，不参与排名', en: 'too few cases to be ranked' },
  'no-group-with-value': { zh: '下属各组均无数值', en: 'none of its groups has a value' },
  'part-without-value': { zh: '有分项没有数值', en: 'a part has no value' },
  unassigned: { zh: '尚无归属', en: 'not assigned yet' },
}

/** Ranks figures: the better end of the indicator first, equal printed values on one rank. What has no value is not ranked. */
export function rank(indicator: Indicator, figures: readonly Figure[]): Ranking {
  const sign = indicator.better === 'lower' ? 1 : -1
  const withValue: (Figure & { value: number })[] = []
  const unranked: UnrankedFigure[] = []
  for (const figure of figures) {
    const { key, value, noValue } = figure
    if (key === '') unranked.push({ ...figure, because: reasons.unassigned })
    else if (value === undefined) unranked.push({ ...figure, because: reasons[noValue ?? 'zero-denominator'] })
    else withValue.push({ ...figure, value })
  }
  withValue.sort((a, b) => sign * (a.value - b.value) || (a.key < b.key ? -1 : 1))
  const ranked: RankedFigure[] = []
  for (const [position, figure] of withValue.entries()) {
    const before = ranked[position - 1]
    ranked.push({ ...figure, rank: before !== undefined && before.value === figure.value ? before.rank : position + 1 })
  }
  return { ranked, unranked }
}
