import type { Area } from './area.js'
import type { AreaEvent } from './area-events.js'
import { type AreaTree, createAreaTree } from './tree.js'

/** The areas with their past: the tree in force, and every version there was. Immutable. */
export interface AreaHistory {
  /** Version of the area record that this history was built from. */
  readonly revision: number
  /** The areas in force; built when it is first asked for. */
  tree(): AreaTree
  /** The area as it is, or as it last was when it is retired. */
  get(code: string): Area | undefined
  /** The version in force at an instant; `undefined` when none was. */
  versionAt(code: string, instant: number): Area | undefined
  /** The area in force that stands for this one now: itself, or the first it was split or merged into. */
  successorOf(code: string): string | undefined
  /** The retired areas whose place this one took by splits and merges, nearest first, each once; none for one that was imported. */
  predecessorsOf(code: string): readonly string[]
  /** Paths at which areas lay once and none lies now, without those below another: what still says it lies there has to follow. */
  formerPaths(): readonly string[]
  /** The history after further events; events it contains already change nothing. */
  apply(events: Iterable<AreaEvent>): AreaHistory
}

type Versions = ReadonlyMap<string, readonly Area[]>
/** By code, the areas whose place it directly took. Only areas that replaced others have an entry. */
type Origins = ReadonlyMap<string, readonly string[]>

// Iterating over a set includes what is added meanwhile: breadth first, each once.
function predecessors(origins: Origins, code: string): readonly string[] {
  const line = new Set(origins.get(code))
  for (const each of line) for (const older of origins.get(each) ?? []) line.add(older)
  return [...line]
}

function successor(versions: Versions, code: string): string | undefined {
  const seen = new Set<string>()
  for (let at: string | undefined = code; at !== undefined && !seen.has(at); ) {
    seen.add(at)
    const area: Area | undefined = versions.get(at)?.at(-1)
    if (area === undefined) return undefined
    if (area.validTo === undefined) return at
    at = area.successors?.[0]
  }
  return undefined
}

// A path that no longer holds has a first step that does not: an area below a parent in force that it has left, or in which it was retired.
function formerPathsIn(versions: Versions, tree: AreaTree): readonly string[] {
  const paths = new Set<string>()
  for (const known of versions.values()) {
    const last = known.at(-1) as Area
    for (const { code, parent } of known) {
      const holds = last.validTo === undefined && last.parent === parent
      if (!holds && (parent === null || tree.has(parent)))
        paths.add(`${parent === null ? '' : tree.path(parent)}${code}/`)
    }
  }
  return [...paths]
}

function fold(versions: Map<string, readonly Area[]>, origins: Map<string, readonly string[]>, event: AreaEvent): void {
  const { at } = event
  const add = (row: Omit<Area, 'validFrom'>) =>
    versions.set(row.code, [...(versions.get(row.code) ?? []), Object.freeze({ ...row, validFrom: at })])
  const end = (code: string, successors?: readonly string[]) => {
    const known = versions.get(code) ?? []
    const last = known.at(-1)
    if (last !== undefined)
      versions.set(code, [
        ...known.slice(0, -1),
        Object.freeze({ ...last, validTo: at, ...(successors && { successors }) }),
      ])
    return last
  }
  switch (event.type) {
    case 'areas.imported':
      for (const row of event.data.rows) add(row)
      return
    case 'areas.split':
      end(
        event.data.from,
        event.data.into.map((row) => row.code),
      )
      for (const row of event.data.into) {
        add(row)
        origins.set(row.code, [event.data.from])
      }
      return
    case 'areas.merged':
      for (const code of event.data.from) end(code, [event.data.into.code])
      add(event.data.into)
      origins.set(event.data.into.code, event.data.from)
      return
    case 'areas.redrawn': {
      const last = end(event.data.code)
      if (last === undefined) return
      const { validFrom: _, ...row } = last
      add({ ...row, ...event.data.change })
      return
    }
    default:
      neverEvent(event)
  }
}

function neverEvent(event: never): void {
  void event // An event of a newer version of the library.
}

function historyOf(versions: Versions, origins: Origins, revision: number): AreaHistory {
  let tree: AreaTree | undefined
  const inForce = function* () {
    for (const known of versions.values()) {
      const last = known.at(-1) as Area
      if (last.validTo === undefined) yield last
    }
  }
  let former: readonly string[] | undefined
  const treeInForce = () => {
    tree ??= createAreaTree(inForce())
    return tree
  }
  return Object.freeze({
    revision,
    tree: treeInForce,
    formerPaths: () => {
      former ??= formerPathsIn(versions, treeInForce())
      return former
    },
    get: (code: string) => versions.get(code)?.at(-1),
    versionAt: (code: string, instant: number) =>
      versions
        .get(code)
        ?.find((area) => area.validFrom <= instant && instant < (area.validTo ?? Number.POSITIVE_INFINITY)),
    successorOf: (code: string) => successor(versions, code),
    predecessorsOf: (code: string) => predecessors(origins, code),
    apply: (events: Iterable<AreaEvent>) => {
      const copy = new Map(versions)
      const copiedOrigins = new Map(origins)
      let at = revision
      for (const event of events) {
        if (event.seq <= at) continue
        fold(copy, copiedOrigins, event)
        at = event.seq
      }
      return historyOf(copy, copiedOrigins, at)
    },
  })
}

/** No areas yet. */
export const emptyAreaHistory: AreaHistory = historyOf(new Map(), new Map(), 0)
