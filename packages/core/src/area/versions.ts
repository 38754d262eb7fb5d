import { type Area, depthOf } from './area.js'
import type { AreaEvent, NewAreaEvent } from './area-events.js'

/** Every version of every area by code, and whose place an area took. Written to while events are folded. */
export interface AreaVersions {
  /** The versions of an area, oldest first; `undefined` for one that never was. */
  of(code: string): readonly Area[] | undefined
  /** Codes of the areas whose place this one directly took. */
  origins(code: string): readonly string[] | undefined
  /** Replaces the versions of an area. */
  put(code: string, versions: readonly Area[]): void
  /** Says whose place an area took. */
  putOrigins(code: string, from: readonly string[]): void
  /** Keeps where a retired area lay last. */
  putPath(code: string, path: string): void
}

/** The area as it is, or as it last was when it is retired. */
export function latestOf(versions: Pick<AreaVersions, 'of'>, code: string): Area | undefined {
  return versions.of(code)?.at(-1)
}

/** The area in force that stands for this one now: itself, or the first it was split, merged or retired into. */
export function successorIn(versions: Pick<AreaVersions, 'of'>, code: string): string | undefined {
  const seen = new Set<string>()
  for (let at: string | undefined = code; at !== undefined && !seen.has(at); ) {
    seen.add(at)
    const area = latestOf(versions, at)
    if (area === undefined) return undefined
    if (area.validTo === undefined) return at
    at = area.successors?.[0]
  }
  return undefined
}

/**
 * Every area in force that took the place of this one, none of a level above its own: who was in charge of a grid that was retired into its community
 * is not in charge of the community.
 */
export function inheritorsIn(versions: Pick<AreaVersions, 'of'>, code: string): readonly string[] {
  const first = latestOf(versions, code)
  if (first === undefined) return []
  const line = new Set([code])
  const found: string[] = []
  for (const each of line) {
    const area = latestOf(versions, each)
    if (area === undefined || depthOf(area.level) < depthOf(first.level)) continue
    if (area.validTo === undefined) found.push(each)
    else for (const next of area.successors ?? []) line.add(next)
  }
  return found
}

/** Folds one event that took effect at an instant. Events of a newer version of the library change nothing. */
export function foldAreaEvent(versions: AreaVersions, { type, data }: AreaEvent | NewAreaEvent, at: number): void {
  const add = (row: Omit<Area, 'validFrom'>) => {
    // The code of the parent is one string, however many lie below it.
    const parent = row.parent === null ? null : (latestOf(versions, row.parent)?.code ?? row.parent)
    versions.put(row.code, [...(versions.of(row.code) ?? []), Object.freeze({ ...row, parent, validFrom: at })])
  }
  const end = (code: string, successors?: readonly string[], path?: string) => {
    const known = versions.of(code) ?? []
    const last = known.at(-1)
    if (last === undefined) return undefined
    const ended = Object.freeze({ ...last, validTo: at, ...(successors && { successors }) })
    versions.put(code, [...known.slice(0, -1), ended])
    if (path) versions.putPath(code, path)
    return last
  }
  const succeeds = (code: string, from: readonly string[]) =>
    versions.putOrigins(code, [...new Set([...(versions.origins(code) ?? []), ...from])])

  switch (type) {
    case 'areas.imported':
      for (const row of data.rows) add(row)
      return
    case 'areas.split':
      end(
        data.from,
        data.into.map((row) => row.code),
        data.oldPath,
      )
      for (const row of data.into) {
        add(row)
        succeeds(row.code, [data.from])
      }
      return
    case 'areas.merged': {
      const { from, into, oldPaths } = data
      for (const [position, code] of from.entries()) end(code, [into.code], oldPaths[position])
      if (data.kept !== true) add(into)
      succeeds(into.code, from)
      return
    }
    case 'areas.retired': {
      const last = end(data.code, [data.into], data.oldPath)
      // What lies in an area of a higher level keeps the rules of that one.
      if (last !== undefined && latestOf(versions, data.into)?.level === last.level) succeeds(data.into, [data.code])
      return
    }
    case 'areas.recoded':
      for (const { from, into, oldPath } of data.codes) {
        end(from, [into.code], oldPath)
        add(into)
        succeeds(into.code, [from])
      }
      return
    case 'areas.redrawn': {
      const last = end(data.code)
      if (last === undefined) return
      const { validFrom: _, ...row } = last
      add({ ...row, ...data.change })
      return
    }
    default: // A change decided ahead, or an event of a newer version of the library.
      return
  }
}
