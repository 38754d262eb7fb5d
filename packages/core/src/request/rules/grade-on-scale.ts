import { meaningOf } from '../../rating/scale.js'
import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A grade is one of the scale's. */
export const gradeOnScale: Law = (_facts, command, { rating: { scale } }) => {
  if (command.name !== 'rate') return undefined
  const { grade } = command.input
  return meaningOf(scale, grade) === undefined
    ? requestRefusals['grade-not-on-scale']({
        grade,
        scale: scale.name,
        grades: scale.grades.map((each) => each.grade),
        path: ['input', 'grade'],
      })
    : undefined
}
