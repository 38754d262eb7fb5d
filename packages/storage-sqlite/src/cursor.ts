import { InvalidInputError } from '@huiyin/core'
import { inputIssue } from '@huiyin/core/contracts'

/**
 * The place that a cursor names: values of these kinds (`number string string`), in this order, and `first` before the others where that is given. A cursor comes back from outside, perhaps through a URL,
 * and is parsed like any other input.
 *
 * @throws InvalidInputError for a text that is not a cursor of this storage
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
