import type { Instant } from '../../calendar/date.js'
import { dateOf, hourMs } from '../../calendar/date.js'
import type { RecordIndex, TallyDelta } from '../../contracts/rows.js'
import type { Bilingual } from '../../contracts/text.js'
import { inBoth } from '../../errors/faults.js'
import { ConfigurationError } from '../../errors.js'
import type { Tallied } from '../../evaluation/measures/tallied.js'
import { deepFreeze } from '../../import/deep-freeze.js'
import type { RecordKind } from '../../record/record-kind.js'

/** Once that a record counts in a measure. Where it does not say where, it counts where its `index` has it. */
export interface Counted {
  /** The instant that decides on which day it falls, in milliseconds since 1970; not before the record was created. */
  readonly at: Instant
  /** How much, a whole number from 1 on; 1 when absent. */
  readonly delta?: number
  /** Path of the area, as `host.areas.path` has it. */
  readonly areaPath?: string
  /** Id of a unit. */
  readonly unit?: string
  /** Code of a category. */
  readonly category?: string
  /** Name of an intake channel. */
  readonly channel?: string
}

/** Something that is counted over the records of one kind: in the commit, recounted by a verification, and listed case by case by the evaluation. */
export interface RecordMeasure<Facts> {
  /** Begins with the id of the plugin. Another way of counting is another name. */
  readonly name: string
  /** What people call it. */
  readonly title: Bilingual
  /** The hour at which its days begin, `0 … 23`; 0 when absent. */
  readonly cutoffHour?: number
  /** When the record counts, and how much; mostly never or once. Pure, and given frozen facts. */
  at(facts: Facts): readonly Counted[]
}

const isAmount = (delta: unknown) => Number.isSafeInteger(delta) && (delta as number) >= 1

function talliesOfRecord(
  { name, cutoffHour = 0, at }: RecordMeasure<object>,
  facts: object,
  index: Partial<RecordIndex>,
): TallyDelta[] {
  const { areaPath = '', unit = '', category = '', channel = '' } = index
  const place = { areaPath, unit, category, channel }
  const counted: unknown = at(deepFreeze(facts))
  // What could not be counted fails the command, instead of being written into the tallies.
  if (!Array.isArray(counted) || !counted.every((each) => Number.isSafeInteger(each?.at) && isAmount(each.delta ?? 1)))
    throw new ConfigurationError(
      inBoth(
        `计数项 ${name}（at）应返回 { at, delta? } 的列表，at 为整数毫秒，delta 为不小于 1 的整数；未写入任何内容。`,
        `The measure ${name} (at) must answer a list of { at, delta? }: whole milliseconds, and a whole number from 1 on. Nothing was written.`,
      ),
      { measure: name },
    )
  return (counted as readonly Counted[]).map(({ at: instant, delta = 1, ...own }) => ({
    ...place,
    ...own,
    measure: name,
    day: dateOf(instant - cutoffHour * hourMs),
    delta,
  }))
}

/** The measures of a kind as figures read them. One that came later would subtract what it never added: it counts what was created since. */
export function talliedOf(
  kind: Pick<RecordKind<never, never, never>, 'type' | 'index'>,
  measures: readonly RecordMeasure<never>[],
  since: (measure: string) => number,
): readonly Tallied[] {
  return measures.map(
    (measure): Tallied => ({
      name: measure.name,
      ...(measure.cutoffHour !== undefined && { cutoffHour: measure.cutoffHour }),
      of: kind.type,
      elsewhere: 'anywhere',
      tallies: (facts) => {
        const index = kind.index(facts as never)
        return index.createdAt >= since(measure.name) ? talliesOfRecord(measure, facts, index) : []
      },
    }),
  )
}
