/** How satisfied, in the terms of 好差评 and 12345 practice: 满意, 基本满意, 不满意; `unrated` when the resident gave no rating. */
export type Satisfaction = 'satisfied' | 'basicallySatisfied' | 'dissatisfied' | 'unrated'

/** A rating scale: which grades there are, from best to worst, and what each means. */
export interface RatingScale {
  /** Appears in the refusal of a grade that the scale does not have; nothing is decided by it. */
  readonly name: string
  /** Best first; at least one. `createHuiyin` throws `ConfigurationError` for a scale it cannot use. */
  readonly grades: readonly {
    /** A whole number, unique within the scale: what `rate` takes and the event stores. */
    readonly grade: number
    /** Chinese label that residents choose by. */
    readonly zh: string
    /** English label. */
    readonly en: string
    /** What it counts as in figures; `dissatisfied` opens a rectification round. */
    readonly means: Exclude<Satisfaction, 'unrated'>
  }[]
}

/** 非常满意 … 非常不满意 (GB/T 39735): 5 and 4 satisfied, 3 basically satisfied, 2 and 1 dissatisfied. */
export const fiveGrades: RatingScale = {
  name: 'five',
  grades: [
    { grade: 5, zh: '非常满意', en: 'very satisfied', means: 'satisfied' },
    { grade: 4, zh: '满意', en: 'satisfied', means: 'satisfied' },
    { grade: 3, zh: '基本满意', en: 'basically satisfied', means: 'basicallySatisfied' },
    { grade: 2, zh: '不满意', en: 'dissatisfied', means: 'dissatisfied' },
    { grade: 1, zh: '非常不满意', en: 'very dissatisfied', means: 'dissatisfied' },
  ],
}

/** 满意 / 基本满意 / 不满意 as in 12345 practice. */
export const threeGrades: RatingScale = {
  name: 'three',
  grades: [
    { grade: 3, zh: '满意', en: 'satisfied', means: 'satisfied' },
    { grade: 2, zh: '基本满意', en: 'basically satisfied', means: 'basicallySatisfied' },
    { grade: 1, zh: '不满意', en: 'dissatisfied', means: 'dissatisfied' },
  ],
}

/** What a grade means on a scale; `undefined` when the scale has no such grade. */
export function meaningOf(scale: RatingScale, grade: number): Exclude<Satisfaction, 'unrated'> | undefined {
  return scale.grades.find((each) => each.grade === grade)?.means
}
