import { InvalidInputError } from '../errors.js'
import { inputIssue } from './input-issue.js'

/**
 * The place that a cursor of a storage names. A cursor is the JSON text of the values that a page ended at; it comes back from outside, perhaps through a URL, and is
 * parsed like any other input.
 *
 * @param kinds types of its values in their order, such as `number string string`
 * @param first what the first value must be, where the cursor of one walk is no place of another
 * @throws InvalidInputError for a text that is no cursor of this walk
 * @example
 * ```ts
 * import { placeIn } from '@huiyin/core/contracts'
 *
 * const [at, id] = placeIn<[number, string]>('[1641261600000,"q-1"]', 'number string')
 * console.log(at, id)
 * ```
 */
export function placeIn<Place extends readonly unknown[]>(after: string, kinds: string, first?: string): Place {
  try {
    const place: unknown = JSON.parse(after)
    const isOne = Array.isArray(place) && place.map((each) => typeof each).join(' ') === kinds
    if (isOne && (first === undefined || place[0] === first)) return place as unknown as Place
  } catch {
    // Reported below, like any other text that is not a cursor.
  }
  throw new InvalidInputError([inputIssue('unknown-cursor', ['after'], {})], 'query')
}
