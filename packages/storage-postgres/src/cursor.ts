import { InvalidInputError } from '@huiyin/core'
import { inputIssue } from '@huiyin/core/contracts'

/**
 * The place that a cursor names: values of these kinds (`number string string`), in this order. A cursor comes back from outside, perhaps through a URL,
 * and is parsed like any other input.
 *
 * @throws InvalidInputError for a text that is not a cursor of this storage
 */
export function placeIn<Place extends readonly unknown[]>(after: string, kinds: string): Place {
  try {
    const place: unknown = JSON.parse(after)
    if (Array.isArray(place) && place.map((each) => typeof each).join(' ') === kinds) return place as unknown as Place
  } catch {
    // Reported below, like any other text that is not a cursor.
  }
  throw new InvalidInputError([inputIssue('unknown-cursor', ['after'], {})], 'query')
}
