import type { Instant } from '../../calendar/date.js'
import type { Bilingual } from '../../contracts/text.js'
import { inBoth } from '../../errors/faults.js'
import { ConfigurationError } from '../../errors.js'
import { deepFreeze } from '../../import/deep-freeze.js'
import type { RequestFacts } from '../../request/facts.js'
import type { Measure } from './measure.js'

const isInstant = (value: unknown): value is Instant => Number.isSafeInteger(value)
const isUnit = (value: unknown): value is string => typeof value === 'string'

function listOf<Each>(
  what: Bilingual,
  answer: unknown,
  is: (value: unknown) => value is Each,
  wanted: Bilingual,
): Each[] {
  // Read once: what a getter answers a second time may differ.
  const list: unknown[] | undefined = Array.isArray(answer) ? [...answer] : undefined
  if (list?.every(is)) return list as Each[]
  const message = inBoth(
    `${what.zh}应返回${wanted.zh}，未写入任何内容。`,
    `${what.en} must answer ${wanted.en}. Nothing was written.`,
  )
  throw new ConfigurationError(message, { what: what.en })
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
      listOf(
        inBoth(`计数项 ${name}（at）`, `the measure ${name} (at)`),
        measure.at(deepFreeze(facts)),
        isInstant,
        inBoth('整数毫秒的列表', 'a list of whole milliseconds'),
      ),
    ...(measure.units !== undefined && {
      units: (facts: RequestFacts) => {
        const answer: unknown = measure.units?.(deepFreeze(facts))
        return answer === undefined
          ? undefined
          : listOf(
              inBoth(`计数项 ${name}（units）`, `the measure ${name} (units)`),
              answer,
              isUnit,
              inBoth('承办单位编号的列表或 undefined', 'a list of unit ids, or undefined'),
            )
      },
    }),
  }
}
