import type { Instant } from '../../calendar/date.js'
import { ConfigurationError } from '../../errors.js'
import { deepFreeze } from '../../import/deep-freeze.js'
import type { RequestFacts } from '../../request/facts.js'
import type { Measure } from './measure.js'

const isInstant = (value: unknown): value is Instant => Number.isSafeInteger(value)
const isUnit = (value: unknown): value is string => typeof value === 'string'

function listOf<Each>(what: string, answer: unknown, is: (value: unknown) => value is Each, wanted: string): Each[] {
  // Read once: what a getter answers a second time may differ.
  const list: unknown[] | undefined = Array.isArray(answer) ? [...answer] : undefined
  if (list?.every(is)) return list as Each[]
  throw new ConfigurationError(`${what} must answer ${wanted}. Nothing was written.`, { what })
}

/**
 * A measure from outside, guarded like a law: it is given frozen facts, and an answer that could not be counted (a date, a promise, half a millisecond)
 * fails the command with an error that names the measure, instead of being written into the tallies.
 */
export function guardMeasure(measure: Measure): Measure {
  const { name, cutoffHour } = measure
  return {
    name,
    ...(cutoffHour !== undefined && { cutoffHour }),
    at: (facts: RequestFacts) =>
      listOf(`the measure ${name} (at)`, measure.at(deepFreeze(facts)), isInstant, 'a list of whole milliseconds'),
    ...(measure.units !== undefined && {
      units: (facts: RequestFacts) => {
        const answer: unknown = measure.units?.(deepFreeze(facts))
        return answer === undefined
          ? undefined
          : listOf(`the measure ${name} (units)`, answer, isUnit, 'a list of unit ids, or undefined')
      },
    }),
  }
}
