import type { Area } from '../area.js'
import type { NewAreaEvent } from '../area-events.js'
import type { AreaTree } from '../tree.js'
import { type AreaVersions, foldAreaEvent, inheritorsIn, latestOf } from '../versions.js'

/** The areas that a change is worked out on: those there are, with what its earlier steps did. Costs what the change costs, not what the tree does. */
export interface AreaDraft {
  /** The area as it is, or as it last was when it is retired; `undefined` for one that never was. */
  get(code: string): Area | undefined
  /** The area in force. */
  inForce(code: string): Area | undefined
  /** Codes from the root down to the area, each followed by a slash; empty for an area that is not in force. */
  path(code: string): string
  /** Whether an area in force is the other or lies below it. A retired one stands for what took its place. */
  isWithin(code: string, ancestor: string): boolean
  /** The areas directly below. */
  children(code: string): readonly Area[]
  /** Folds events, as if they had happened. */
  fold(events: readonly NewAreaEvent[]): void
}

/** What a draft begins with. */
export interface DraftBase extends Pick<AreaVersions, 'of'> {
  /** The areas in force. */
  tree(): AreaTree
}

/** A draft over areas that change at an instant. */
export function draftOf(base: DraftBase, at: number): AreaDraft {
  const changed = new Map<string, readonly Area[]>()
  const arrived = new Map<string, Set<string>>()
  const versions: AreaVersions = {
    of: (code) => changed.get(code) ?? base.of(code),
    put: (code, known) => {
      changed.set(code, known)
      const parent = known.at(-1)?.parent ?? ''
      arrived.set(parent, (arrived.get(parent) ?? new Set()).add(code))
    },
    // Nobody asks a draft whose place an area took, or where it lay.
    origins: () => undefined,
    putOrigins: () => {},
    putPath: () => {},
  }
  const get = (code: string) => latestOf(versions, code)
  const inForce = (code: string) => {
    const area = get(code)
    return area?.validTo === undefined ? area : undefined
  }
  const parentOf = (code: string) => inForce(code)?.parent ?? undefined

  function isBelow(code: string, ancestor: string): boolean {
    for (let at: string | undefined = code; at !== undefined; at = parentOf(at)) if (at === ancestor) return true
    return false
  }

  function children(code: string): readonly Area[] {
    const before = base.tree().children(code)
    const ever = new Set([...before.map((child) => child.code), ...(arrived.get(code) ?? [])])
    return [...ever].flatMap((child) => inForce(child) ?? []).filter(({ parent }) => parent === code)
  }

  return Object.freeze({
    get,
    inForce,
    path: (code: string) => {
      let path = ''
      for (let at: string | undefined = code; at !== undefined && inForce(at) !== undefined; at = parentOf(at))
        path = `${at}/${path}`
      return path
    },
    isWithin: (code: string, ancestor: string) => inheritorsIn(versions, ancestor).some((each) => isBelow(code, each)),
    children,
    fold: (events: readonly NewAreaEvent[]) => {
      for (const event of events) foldAreaEvent(versions, event, at)
    },
  })
}
