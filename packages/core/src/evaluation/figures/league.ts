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

/** A group that is not ranked. It may have a value all the same: that of too few cases says nothing about the group. */
export type UnrankedFigure = Figure & {
  /** Why it is not ranked: a stable code. */
  readonly reason: NoValue | 'unassigned'
  /** Why it is not ranked, for people to read. */
  readonly because: Bilingual
}

/** A league table 排名. */
export interface Ranking {
  /** Groups with a value, the best first; groups of one rank in the order of their keys. */
  readonly ranked: readonly RankedFigure[]
  /** How many cases a group needs to be ranked. */
  readonly minimumSample: number
  /** Groups without a value, with too few cases, or without an owner, in the order of their keys. */
  readonly unranked: readonly UnrankedFigure[]
}

/** Fewer cases than this rank nobody, unless a place decides otherwise: one case done in time is no better practice than 97 of 100. */
export const usualSample = 10

const reasons: Readonly<Record<Exclude<UnrankedFigure['reason'], 'sample-too-small'>, Bilingual>> = {
  'zero-denominator': { zh: '没有可计的件', en: 'nothing to count' },
  'no-group-with-value': { zh: '下属各组均无数值', en: 'none of its groups has a value' },
  'part-without-value': { zh: '有分项没有数值', en: 'a part has no value' },
  unassigned: { zh: '尚无归属', en: 'not assigned yet' },
}

// A composite rests on as many cases as the smallest of its parts.
function sampleOf({ denominator, parts }: Figure): number {
  return parts === undefined ? denominator : Math.min(...parts.map(sampleOf))
}

/**
 * Ranks figures: the better end of the indicator first, equal printed values on one rank. What has no value, or rests on fewer cases than
 * `minimumSample`, is not ranked.
 */
export function rank(indicator: Indicator, figures: readonly Figure[], minimumSample = usualSample): Ranking {
  const sign = indicator.better === 'lower' ? 1 : -1
  const withValue: (Figure & { value: number })[] = []
  const unranked: UnrankedFigure[] = []
  const needed = Math.max(minimumSample, 'minimumSample' in indicator ? indicator.minimumSample : 0)
  const tooFew: Bilingual = { zh: `不足 ${needed} 件，不参与排名`, en: `fewer than ${needed} cases, not ranked` }
  for (const figure of figures) {
    const { key, value, noValue = 'zero-denominator' } = figure
    const leaveOut = (reason: UnrankedFigure['reason']) =>
      void unranked.push({
        ...figure,
        reason,
        because: reason === 'sample-too-small' ? tooFew : reasons[reason],
      })
    if (key === '') leaveOut('unassigned')
    else if (value === undefined) leaveOut(noValue)
    else if (sampleOf(figure) < needed) leaveOut('sample-too-small')
    else withValue.push({ ...figure, value })
  }
  withValue.sort((a, b) => sign * (a.value - b.value) || (a.key < b.key ? -1 : 1))
  const ranked: RankedFigure[] = []
  for (const [position, figure] of withValue.entries()) {
    const before = ranked[position - 1]
    ranked.push({ ...figure, rank: before !== undefined && before.value === figure.value ? before.rank : position + 1 })
  }
  return { ranked, minimumSample: needed, unranked }
}
