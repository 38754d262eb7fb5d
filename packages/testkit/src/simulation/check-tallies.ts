import type { Storage } from '@huiyin/core'
import { dateOf } from '@huiyin/core/calendar'
import type { TallyDimension } from '@huiyin/core/contracts'
import type { Measure } from '@huiyin/core/evaluation'
import type { ReadRecord } from './read-back.js'
import type { World } from './world.js'

const dimensions: readonly TallyDimension[] = ['day', 'area', 'unit', 'category']

/** Tallies equal recomputation by the measures from the facts. */
export async function checkTallies(
  read: readonly ReadRecord[],
  measures: readonly Measure[],
  storage: Storage,
  { violate }: World,
): Promise<void> {
  const counted = read.flatMap(({ record, facts }) =>
    record.type !== 'request'
      ? []
      : measures.flatMap((measure) =>
          measure.at(facts).flatMap((instant) =>
            (measure.units?.(facts) ?? [facts.unit ?? '']).map((unit) => ({
              measure: measure.name,
              day: dateOf(instant - (measure.cutoffHour ?? 0) * 3_600_000) as string,
              area: facts.areaPath,
              unit,
              category: facts.category,
              channel: facts.channel,
            })),
          ),
        ),
  )
  const names = measures.map(({ name }) => name)
  for (const by of dimensions) {
    const sums = await storage.tally({ measures: names, from: '2000-01-01', to: '2100-01-01', by })
    const left = new Map(sums.map(({ measure, key, sum }) => [`${measure} of ${by} ${key}`, sum]))
    for (const one of counted) {
      const key = `${one.measure} of ${by} ${one[by]}`
      left.set(key, (left.get(key) ?? 0) - 1)
    }
    for (const [key, difference] of left)
      if (difference !== 0)
        return violate('tallies', `${key} is ${Math.abs(difference)} too ${difference > 0 ? 'many' : 'few'}`)
  }
}
