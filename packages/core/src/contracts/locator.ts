/** A point on the map, in degrees. */
export interface Point {
  /** Longitude, -180 to 180. */
  readonly lon: number
  /** Latitude, -90 to 90. */
  readonly lat: number
  /**
   * What the coordinates are measured by: `GCJ-02` is what maps in China and their mini-programs give, `CGCS2000` what surveyors do (GB 22021), `WGS-84` what
   * a receiver does. The first differs from the others by some hundred metres; core never converts one into another.
   */
  readonly datum: 'WGS-84' | 'GCJ-02' | 'CGCS2000'
}

/** Where something is, as somebody said it. Personal data: it may be where a person lives. */
export interface Place {
  /** In words, such as `阜安街道向阳社区第三网格`; absent when only the point is known. */
  readonly address?: string
  /** On the map; absent when only the address is known. */
  readonly point?: Point
}

/** What a locator answers. */
export type Located =
  | {
      /** Code of the area the place lies in: a grid, or what is certain of it. */
      readonly area: string
    }
  | {
      /** Codes of the areas it may lie in, two or more; whoever reports chooses. */
      readonly ambiguous: readonly string[]
    }

/**
 * The Locator contract, version 1. Types only.
 *
 * A locator says in which area a place lies: by the borders of grids, a gazetteer of addresses, a service of the city. What it is asked is personal data: it
 * keeps and logs none of it. Core asks it when a request comes without an area, and for open requests of an area that was split; an answer that is late, thrown
 * or none of the above counts as `undefined`.
 */
export interface Locator {
  /** Version of the contract that the locator is written for. `createHuiyin` throws `ConfigurationError` for any other. */
  readonly contract: 'huiyin.locator/1'
  /** The area of a place; `undefined` when it cannot say. */
  area(place: Place): Promise<Located | undefined>
}
