import { inBoth } from '../errors/faults.js'
import { ConfigurationError } from '../errors.js'
import type { RecordRunner } from '../record/record-kind.js'
import type { AreaEvent } from './area-events.js'
import { type AreasFacts, areasId, areasKind } from './areas-kind.js'
import type { CatalogueAreas, TeamAreas } from './directory.js'
import { type AreaHistory, emptyAreaHistory } from './history.js'

const supervising = new Set(['town', 'county', 'city', 'province'])

function directoryOf(history: AreaHistory): TeamAreas & CatalogueAreas {
  const tree = history.tree()
  // The one answer to where something lies now: what was closed in a retired grid is looked after where its successor lies.
  const successorOf = (area: string) => (tree.has(area) ? area : history.successorOf(area))
  return Object.freeze({
    revision: history.revision,
    has: (area: string) => tree.has(area),
    roots: () => tree.roots().map(({ code }) => code),
    isGrid: (area: string) => tree.get(area)?.level === 'grid',
    successorOf,
    isWithin: (area: string, ancestor: string) => {
      if (tree.isWithin(area, ancestor)) return true
      const now = successorOf(area) ?? area
      if (tree.has(ancestor)) return tree.isWithin(now, ancestor)
      // A grant over a retired area goes on over everything that took its place.
      return history.inheritorsOf(ancestor).some((each) => tree.isWithin(now, each))
    },
    inheritorsOf: history.inheritorsOf,
    path: (area: string) => tree.path(area),
    predecessors: history.predecessorsOf,
    ladder: (area: string) => {
      const self = tree.get(successorOf(area) ?? area)
      const up = self === undefined ? [] : [self, ...tree.ancestors(self.code)]
      const levels = up.filter((each) => supervising.has(each.level)).map((each) => each.code)
      return levels.length > 0 ? levels : up.slice(-1).map((each) => each.code)
    },
  })
}

/** The area history that this process holds, kept equal to the stored record. */
export interface LiveAreas {
  /** The areas as they are now: as this process last saw them stored, with the changes decided ahead whose instant has come. */
  history(): AreaHistory
  /** The history as stored, without what is due and not written out yet. */
  stored(): AreaHistory
  /** What other parts of the domain ask of the tree; the same object until the tree changes. */
  directory(): TeamAreas & CatalogueAreas
  /** As `history`, read anew; within an open transaction of the host, with what was changed in it. */
  within(tx: unknown): Promise<AreaHistory>
  /** As `stored`, up to a revision that was read within a transaction of the host. @throws ConfigurationError when another process wrote in it */
  storedUpTo(revision: number, tx: unknown): AreaHistory
  /** Remembers what was changed in a transaction of the host, which nobody else sees before it is committed. */
  wrote(tx: unknown, events: readonly AreaEvent[]): void
  /** Reads the events that this process does not know yet. */
  load(): Promise<void>
  /** Compares the stored version with the known one, and loads only when it is newer. */
  refresh(): Promise<void>
  /** As `refresh` when a change decided ahead has come due since the last reading, which may have been cancelled meanwhile; nothing to wait for otherwise. */
  refreshBy(at: number): Promise<void> | undefined
}

/** No areas until `load`. `now` says which of the changes decided ahead are in force: they need no other process for that. */
export function createLiveAreas(runner: RecordRunner, now: () => number): LiveAreas {
  let history = emptyAreaHistory
  let readAt = Number.NEGATIVE_INFINITY
  let known: { readonly history: AreaHistory; readonly directory: TeamAreas & CatalogueAreas } | undefined
  const current = () => history.asOf(now())

  const written = new WeakMap<object, readonly AreaEvent[]>()
  const writtenIn = (tx: unknown) => (typeof tx === 'object' && tx !== null ? (written.get(tx) ?? []) : [])

  function wrote(tx: unknown, events: readonly AreaEvent[]): void {
    const [first] = events
    if (typeof tx !== 'object' || tx === null || first === undefined) return
    // What was taken back, by a savepoint or in a transaction before on the same connection, had numbers that are given anew.
    written.set(tx, [...writtenIn(tx).filter(({ seq }) => seq < first.seq), ...events])
  }

  function storedUpTo(revision: number, tx: unknown): AreaHistory {
    if (revision <= history.revision) return history
    const within = history.apply(writtenIn(tx).filter(({ seq }) => seq <= revision))
    if (within.revision === revision) return within
    throw new ConfigurationError(
      inBoth(
        '宿主的事务中有另一实例写入的区划变更，本实例看不到；请先提交该事务，或在同一实例中完成。',
        'The transaction of the host holds area changes that another instance wrote, which this one cannot see; commit it first, or make the changes in one instance.',
      ),
    )
  }

  async function within(tx: unknown): Promise<AreaHistory> {
    await refresh()
    const inside = tx === undefined ? undefined : await runner.facts<AreasFacts>(areasKind, areasId, tx)
    return storedUpTo(inside?.version ?? 0, tx).asOf(now())
  }

  function advance(next: AreaHistory): void {
    if (next.revision > history.revision) history = next
  }

  async function load(): Promise<void> {
    const at = now()
    const before = history // Another load may end first; these events belong to the history they were read for.
    const applying = before.applying()
    for await (const event of runner.events(areasKind.type, areasId, before.revision)) applying.take(event as AreaEvent)
    advance(applying.done())
    readAt = at
  }

  async function refresh(): Promise<void> {
    const at = now()
    const stored = await runner.facts<AreasFacts>(areasKind, areasId, undefined, history.revision)
    if (stored !== undefined && stored.version > history.revision) await load()
    readAt = at
  }

  return Object.freeze({
    history: current,
    stored: () => history,
    directory: () => {
      const seen = current()
      if (known?.history !== seen) known = { history: seen, directory: directoryOf(seen) }
      return known.directory
    },
    within,
    storedUpTo,
    wrote,
    load,
    refresh,
    refreshBy: (at: number) =>
      history.pending.some(({ effectiveFrom }) => effectiveFrom <= at && effectiveFrom > readAt)
        ? refresh()
        : undefined,
  })
}
