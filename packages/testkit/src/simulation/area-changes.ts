import { type Huiyin, isHuiyinError } from '@huiyin/core'
import { cityActors } from '../city.js'
import type { Process } from './processes.js'
import type { ReadRecord } from './read-back.js'
import type { World } from './world.js'

const community = '370281001001'
const dayMs = 86_400_000
const expectedErrors = ['adapter-failure', 'conflict', 'overloaded', 'clock-wrong']

/** Changes of the areas while requests are under way: splits, merges and new codes, some of them decided ahead. */
export function createAreaChanges({ random, scheduler, trace, violate }: World) {
  let made = 0
  const grid = () => ({
    code: `${community}${100 + ++made}`,
    name: `网格 ${made}`,
    level: 'grid' as const,
    parent: community,
  })
  const beijingDay = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 10)

  function change({ areas }: Huiyin): readonly [what: string, answer: Promise<{ readonly ok: boolean }>] {
    const by = { by: cityActors.systemAdmin }
    const codes = areas.tree().children(community)
    const one = codes.length > 0 ? random.pick(codes).code : community
    const other = codes.find(({ code }) => code !== one)?.code
    const day = beijingDay(scheduler.now() + random.int(1, 10) * dayMs)
    const dated = random.chance(0.4) ? { effectiveFrom: day } : {}
    if (codes.length < 3 && random.chance(0.6))
      return [`split ${one}`, areas.split(one, { into: [grid(), grid()], ...dated }, by)]
    if (other !== undefined && random.chance(0.5))
      return [
        `merge ${one} ${other}`,
        areas.merge([one, other], { into: random.chance(0.5) ? grid() : other, ...dated }, by),
      ]
    return [`recode ${one}`, areas.recode(one, { to: grid().code, ...dated }, by)]
  }

  return function changeAreas(process: Process): void {
    const [what, answer] = change(process.huiyin)
    trace.add(`${process.name} is to ${what}`)
    answer.then(
      ({ ok }) => trace.add(`${what}: ${ok ? 'ok' : 'refused'}`),
      (error: unknown) => {
        trace.add(`${what} failed`)
        if (!isHuiyinError(error) || !expectedErrors.includes(error.code))
          violate('errors', `${what} failed with ${String(error)}`)
      },
    )
  }
}

/** Every open request lies in an area in force, where that area lies: nothing is hidden from those in charge. */
export function checkPlaces(read: readonly ReadRecord[], { areas }: Huiyin, { violate }: World): void {
  for (const { record, facts } of read) {
    if (record.type !== 'request' || !record.index.open) continue
    const path = areas.tree().path(facts.area)
    if (path === '' || path !== facts.areaPath)
      violate('places', `${record.id} is open and lies at ${facts.areaPath}, which is not in force`)
  }
}
