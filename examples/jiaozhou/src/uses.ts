import type { RequestFacts } from '@huiyin/core'

/** How often what a request can have, and what can be done with one, came up. */
export interface Uses {
  /** Requests with a number to tell people, parts of split ones among them. */
  readonly numbers: number
  /** Requests that say where they are, in words. */
  readonly addresses: number
  /** Requests with a point on the map. */
  readonly points: number
  /** Requests with something that their category asks for. */
  readonly fields: number
  /** Times a deadline stood still to wait for the requester. */
  readonly waits: number
  /** What residents added. */
  readonly supplements: number
  /** Times the desk offered a request to several units. */
  readonly offers: number
  /** Times a person of the unit was put in charge. */
  readonly assignments: number
  /** Times somebody looked up what is masked. */
  readonly reveals: number
  /** Applications to have a closed request handled again. */
  readonly reopenAsks: number
  /** Closed requests that were handled again: as the resident asked, or as the desk decided. */
  readonly reopened: number
}

/** Counts page by page. */
export function countUses(commands: ReadonlyMap<string, number>) {
  const counted = {
    numbers: 0,
    addresses: 0,
    points: 0,
    fields: 0,
    waits: 0,
    supplements: 0,
    reveals: 0,
    reopenAsks: 0,
  }
  let reopened = 0
  return {
    add({ number, place, fields, waits, supplements, reveals, reopenAsks, rectifications }: RequestFacts): void {
      counted.numbers += number === undefined ? 0 : 1
      counted.addresses += place?.address === undefined ? 0 : 1
      counted.points += place?.point === undefined ? 0 : 1
      counted.fields += fields === undefined ? 0 : 1
      counted.waits += waits ?? 0
      counted.supplements += supplements?.length ?? 0
      counted.reveals += reveals?.length ?? 0
      counted.reopenAsks += reopenAsks?.length ?? 0
      reopened += rectifications.filter(({ because }) => because === 'asked' || because === 'ordered').length
    },
    // Who is in charge is forgotten at the end: how often somebody was, the commands tell.
    uses(): Uses {
      const { numbers, addresses, points, fields, waits, supplements, reveals, reopenAsks } = counted
      const assignments = commands.get('assign') ?? 0
      const offers = commands.get('dispatch to several') ?? 0
      return {
        numbers,
        addresses,
        points,
        fields,
        waits,
        supplements,
        offers,
        assignments,
        reveals,
        reopenAsks,
        reopened,
      }
    },
  }
}
