import type { Area } from './area.js'
import type { AreaEvent, NewAreaEvent, ScheduledAreaChange } from './area-events.js'
import { effectOf } from './change/effect.js'
import { type LayeredMap, layeredMap } from './layered-map.js'
import { type AreaTree, createAreaTree, redrawnTree } from './tree.js'
import { type AreaVersions, foldAreaEvent, inheritorsIn, latestOf, successorIn } from './versions.js'

/** The areas with their past: the tree in force, and every version there was. Immutable. */
export interface AreaHistory extends Pick<AreaVersions, 'of'> {
  /** Version of the area record that this history was built from. */
  readonly revision: number
  /** Changes decided ahead, the earliest first. */
  readonly pending: readonly ScheduledAreaChange[]
  /** The areas in force; built when it is first asked for. */
  tree(): AreaTree
  /** The area as it is, or as it last was when it is retired. */
  get(code: string): Area | undefined
  /** The version in force at an instant; `undefined` when none was. */
  versionAt(code: string, instant: number): Area | undefined
  /** The areas in force at an instant, also one to come: then with the changes decided for it. */
  treeAt(instant: number): AreaTree
  /** The area in force that stands for this one now: itself, or the first it was split, merged or retired into. */
  successorOf(code: string): string | undefined
  /** Every area in force that took the place of this one, none of a level above its own; itself while it is in force. */
  inheritorsOf(code: string): readonly string[]
  /** The retired areas whose place this one took by splits and merges, nearest first, each once; none for one that was imported. */
  predecessorsOf(code: string): readonly string[]
  /** Where a retired area lay last; `undefined` for one that was not retired. */
  lastPath(code: string): string | undefined
  /** Paths at which areas lay once and none lies now, without those below another: what still says it lies there has to follow. */
  formerPaths(): readonly string[]
  /** The history after further events; events it contains already change nothing. */
  apply(events: Iterable<AreaEvent>): AreaHistory
  /** As `apply`, for events that come one by one: none is kept once it was taken. */
  applying(): { take(event: AreaEvent): void; done(): AreaHistory }
  /** What the changes whose instant has come come to, and the history after them. Not written out yet, so the revision stays. */
  due(instant: number): { readonly events: readonly NewAreaEvent[]; readonly history: AreaHistory }
  /** The history with the changes whose instant has come. */
  asOf(instant: number): AreaHistory
}

interface State {
  /** Most areas have one version, which stands for itself: a list of one for each of a million costs more than half of what they are. */
  readonly versions: LayeredMap<Area | readonly Area[]>
  /** By code, the areas whose place it directly took. Only areas that replaced others have an entry. */
  readonly origins: LayeredMap<readonly string[]>
  /** By code, where a retired area lay last. */
  readonly paths: LayeredMap<string>
  readonly pending: readonly ScheduledAreaChange[]
  readonly revision: number
}

// Iterating over a set includes what is added meanwhile: breadth first, each once.
function predecessors(state: State, code: string): readonly string[] {
  const line = new Set(state.origins.get(code))
  for (const each of line) for (const older of state.origins.get(each) ?? []) line.add(older)
  return [...line]
}

// A path that no longer holds has a first step that does not: an area below a parent in force that it has left, or in which it was retired.
function formerPathsIn({ versions }: State, tree: AreaTree): readonly string[] {
  const paths = new Set<string>()
  for (const [, known] of versions.entries()) {
    if (!isList(known) && known.validTo === undefined) continue
    const every = listOf(known) as readonly Area[]
    const last = every.at(-1) as Area
    for (const { code, parent } of every) {
      const holds = last.validTo === undefined && last.parent === parent
      if (!holds && (parent === null || tree.has(parent))) paths.add(`${tree.path(parent ?? '')}${code}/`)
    }
  }
  return [...paths]
}

function pendingAfter(
  pending: readonly ScheduledAreaChange[],
  event: AreaEvent | NewAreaEvent,
): readonly ScheduledAreaChange[] {
  switch (event.type) {
    case 'areas.changeScheduled': {
      const { change: id, effectiveFrom, steps } = event.data
      return [...pending, { id, effectiveFrom, steps }].sort((one, other) => one.effectiveFrom - other.effectiveFrom)
    }
    case 'areas.changeCancelled':
    case 'areas.changeTookEffect':
      return pending.filter(({ id }) => id !== event.data.change)
    default:
      return pending
  }
}

// When an event took effect. One that is only decided ahead changes no area, whatever its instant.
const instantOf = (event: AreaEvent | NewAreaEvent): number =>
  (event.data as { readonly effectiveFrom?: number }).effectiveFrom ?? ('at' in event ? event.at : 0)

const isList = (known: Area | readonly Area[] | undefined): known is readonly Area[] => Array.isArray(known)
const listOf = (known: Area | readonly Area[] | undefined): readonly Area[] | undefined =>
  known === undefined || isList(known) ? known : [known]

/** Folds events that come one by one over a state, which stays as it is. */
function foldOver(state: State) {
  const changed = new Map<string, Area | readonly Area[]>()
  const origins = new Map<string, readonly string[]>()
  const paths = new Map<string, string>()
  let { pending } = state
  // Everything lies where it lay while nothing but names and kinds were redrawn: then the tree need not be built again.
  let redrawn: string[] | undefined = []
  const versions: AreaVersions = {
    of: (code) => listOf(changed.get(code) ?? state.versions.get(code)),
    origins: (code) => origins.get(code) ?? state.origins.get(code),
    put: (code, known) => void changed.set(code, known.length === 1 ? (known[0] as Area) : known),
    putOrigins: (code, from) => void origins.set(code, from),
    putPath: (code, path) => void paths.set(code, path),
  }
  return {
    take(event: AreaEvent | NewAreaEvent): void {
      foldAreaEvent(versions, event, instantOf(event))
      pending = pendingAfter(pending, event)
      if (event.type.startsWith('areas.change')) return
      const known = event.type === 'areas.redrawn' && event.data.change.parent === undefined
      if (known && versions.of(event.data.code) !== undefined) redrawn?.push(event.data.code)
      else redrawn = undefined
    },
    done(revision: number): { readonly after: State; readonly redrawn: readonly Area[] | undefined } {
      const after: State = {
        versions: state.versions.with(changed),
        origins: state.origins.with(origins),
        paths: state.paths.with(paths),
        pending,
        revision,
      }
      return { after, redrawn: redrawn?.map((code) => latestOf(versions, code) as Area) }
    },
  }
}

function folded(state: State, events: readonly NewAreaEvent[]): State {
  const fold = foldOver(state)
  for (const event of events) fold.take(event)
  return fold.done(state.revision).after
}

/** What a history worked out that holds for the next one as well, as long as everything lies where it lay. */
interface WorkedOut {
  readonly tree?: AreaTree | undefined
  readonly former?: readonly string[] | undefined
}

function historyOf(state: State, before: WorkedOut = {}): AreaHistory {
  let { tree, former } = before
  let reckoned: { readonly changes: number; readonly due: ReturnType<AreaHistory['due']> } | undefined
  const { pending, revision } = state
  const versions = { of: (code: string) => listOf(state.versions.get(code)) }
  const inForce = function* () {
    for (const [, known] of state.versions.entries()) {
      const last = isList(known) ? (known.at(-1) as Area) : known
      if (last.validTo === undefined) yield last
    }
  }
  const treeInForce = () => {
    tree ??= createAreaTree(inForce())
    return tree
  }
  const versionAt = (code: string, instant: number) =>
    versions.of(code)?.find((area) => area.validFrom <= instant && instant < (area.validTo ?? Number.POSITIVE_INFINITY))

  const history: AreaHistory = Object.freeze({
    ...versions,
    revision,
    pending,
    tree: treeInForce,
    formerPaths: () => {
      former ??= formerPathsIn(state, treeInForce())
      return former
    },
    get: (code: string) => latestOf(versions, code),
    versionAt: (code: string, instant: number) => versionAt(code, instant),
    treeAt: (instant: number) => {
      const then = history.asOf(instant)
      if (then !== history) return then.treeAt(instant)
      const areas = [...state.versions.entries()].map(([code]) => versionAt(code, instant))
      return createAreaTree(areas.filter((area) => area !== undefined))
    },
    successorOf: (code: string) => successorIn(versions, code),
    inheritorsOf: (code: string) => inheritorsIn(versions, code),
    predecessorsOf: (code: string) => predecessors(state, code),
    lastPath: (code: string) => state.paths.get(code),
    applying: () => {
      const fold = foldOver(state)
      let at = revision
      return {
        take: (event: AreaEvent) => {
          if (event.seq <= at) return
          fold.take(event)
          at = event.seq
        },
        done: () => {
          const { after, redrawn } = fold.done(at)
          return historyOf(after, redrawn && { tree: tree && redrawnTree(tree, redrawn), former })
        },
      }
    },
    apply: (events: Iterable<AreaEvent>) => {
      const applying = history.applying()
      for (const event of events) applying.take(event)
      return applying.done()
    },
    due: (instant: number) => {
      const changes = pending.filter(({ effectiveFrom }) => effectiveFrom <= instant)
      if (changes.length === 0) return { events: [], history }
      if (reckoned?.changes === changes.length) return reckoned.due
      const events: NewAreaEvent[] = []
      let after = state
      for (const change of changes) {
        const effect = effectOf(change, historyOf(after))
        events.push(...effect)
        after = folded(after, effect)
      }
      reckoned = { changes: changes.length, due: { events, history: historyOf(after) } }
      return reckoned.due
    },
    asOf: (instant: number) => history.due(instant).history,
  })
  return history
}

/** No areas yet. */
export const emptyAreaHistory: AreaHistory = historyOf({
  versions: layeredMap(),
  origins: layeredMap(),
  paths: layeredMap(),
  pending: [],
  revision: 0,
})
