import type { TallyDelta } from '../../contracts/rows.js'
import type { RequestFacts } from '../../request/facts.js'
import { type Measure, talliesOf } from './measure.js'

/** A measure as figures read it: over records of one type, each with the tallies it counts for. */
export interface Tallied {
  readonly name: string
  /** The hour at which its days begin; 0 when absent. */
  readonly cutoffHour?: number
  /** Type of the records. */
  readonly of: string
  /** It may count a record elsewhere than where the record is found: then a search must not be narrowed. */
  readonly elsewhere: 'unit' | 'anywhere' | 'nowhere'
  /** What the record counts for. */
  tallies(facts: object): readonly TallyDelta[]
}

/** The type of requests. */
export const requestType = 'request'

/** A measure of requests as figures read it. */
export const ofRequests = (measure: Measure): Tallied => ({
  name: measure.name,
  ...(measure.cutoffHour !== undefined && { cutoffHour: measure.cutoffHour }),
  of: requestType,
  elsewhere: measure.units === undefined ? 'nowhere' : 'unit',
  tallies: (facts) => talliesOf(facts as RequestFacts, [measure]),
})
