// Random changes of areas for random histories: of every kind, some of them decided ahead. Not part of the package's entry.
import { cityActors } from '@huiyin/testkit'
import type { AreaRow } from '../src/area/area.js'
import { addDays, dateOf } from '../src/calendar/date.js'
import type { Huiyin } from '../src/runtime/huiyin.js'

const by = { by: cityActors.systemAdmin }

/** Makes changes of the small city's areas, each from one number, and knows every code there ever was. */
export function areaWalk(now: () => number) {
  let made = 0
  const codes = new Set<string>()

  const fresh = (parent: string): string => `${parent}${String(100 + ++made).padStart(3, '0')}`
  const rowLike = ({ name, level, parent }: AreaRow): AreaRow => ({
    code: fresh(parent ?? ''),
    name: `${name}新`,
    level,
    parent,
  })

  function remember({ areas }: Pick<Huiyin, 'areas'>): void {
    for (const { code } of areas.tree().subtree('370281')) codes.add(code)
  }

  /** One change, decided by a number; a refusal is as good as any other answer. */
  async function change(huiyin: Pick<Huiyin, 'areas'>, pick: number): Promise<void> {
    const { areas } = huiyin
    remember(huiyin)
    const all = areas.tree().subtree('370281')
    const at = <T>(list: readonly T[], salt: number): T | undefined => list[(pick >> salt) % Math.max(1, list.length)]
    const grids = all.filter(({ level }) => level === 'grid')
    const communities = all.filter(({ level }) => level === 'community')
    const towns = all.filter(({ level }) => level === 'town')
    const grid = at(grids, 3)
    const community = at(communities, 4)
    const town = at(towns, 5)
    if (grid === undefined || community === undefined || town === undefined) return
    const dated = pick % 5 === 0 ? { effectiveFrom: addDays(dateOf(now()), 1 + (pick % 9)) } : {}
    const others = (area: AreaRow, among: readonly AreaRow[]) =>
      among.filter(({ code, parent }) => code !== area.code && parent === area.parent).map(({ code }) => code)
    const merge = (area: AreaRow, among: readonly AreaRow[]) => {
      const other = at(others(area, among), 6)
      if (other === undefined) return undefined
      const into = (pick >> 7) % 2 === 0 ? rowLike(area) : other
      return areas.merge([area.code, other], { into, ...dated }, by)
    }
    const split = (area: AreaRow) => areas.split(area.code, { into: [rowLike(area), rowLike(area)], ...dated }, by)
    const changes: readonly (() => Promise<unknown> | undefined)[] = [
      () => split(grid),
      () => split(community),
      () => merge(grid, grids),
      () => merge(community, communities),
      () => merge(town, towns),
      () => areas.recode(grid.code, { to: fresh(grid.parent ?? ''), ...dated }, by),
      () =>
        areas.recode(community.code, { to: fresh(community.parent ?? ''), below: (pick >> 6) % 2 === 0, ...dated }, by),
      () => areas.recode(town.code, { to: fresh('370281'), below: (pick >> 6) % 2 === 0, ...dated }, by),
      () =>
        areas.retire(
          grid.code,
          (pick >> 6) % 2 === 0 ? {} : { into: others(grid, grids)[0] ?? community.code, ...dated },
          by,
        ),
      () =>
        areas.redraw(
          grid.code,
          {
            parent:
              at(
                communities.filter(({ parent }) => parent === community.parent),
                6,
              )?.code ?? community.code,
            ...dated,
          },
          by,
        ),
      () => {
        const [next] = areas.scheduled()
        return next === undefined ? undefined : areas.cancel(next.change, by)
      },
    ]
    await changes[pick % changes.length]?.()
    remember(huiyin)
  }

  /** A code that a report may bear: that of an area in force, or one printed long ago. */
  function codeFor({ areas }: Pick<Huiyin, 'areas'>, pick: number): string {
    remember({ areas })
    const known = [...codes].filter((code) => code.length >= 9)
    return known[pick % known.length] as string
  }

  return Object.freeze({ change, codeFor })
}
