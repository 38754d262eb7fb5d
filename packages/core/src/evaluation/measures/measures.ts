import { closingMeasures } from './closing-measures.js'
import { handlingMeasures } from './handling-measures.js'
import type { Measure } from './measure.js'
import { voiceMeasures } from './voice-measures.js'

export { type Measure, talliesOf } from './measure.js'

/**
 * Everything that core counts. The part of a name after the `@` is the basis: the day of report, of acceptance, of the deadline, of the last rating,
 * of the last valid follow-up.
 */
export const measures: readonly Measure[] = [...handlingMeasures, ...closingMeasures, ...voiceMeasures]
