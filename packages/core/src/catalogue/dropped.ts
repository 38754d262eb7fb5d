import type { Bilingual } from '../contracts/text.js'
import type { CatalogueData } from './data.js'

/** A unit or category that a new edition of the catalogue no longer lists, and the requests that still go by it. */
export interface DroppedEntry {
  /** Which list it stood in. */
  readonly what: 'unit' | 'category'
  /** Id of the unit, or code of the category. */
  readonly code: string
  /** What it was called last; old requests are still shown by this name. */
  readonly name: Bilingual
  /** How many open requests have it: as their category, as the unit in charge, or as a unit that still owes its help. */
  readonly openRequests: number
  /** Ids of the first twenty of them, oldest first. */
  readonly requests: readonly string[]
}

/** What is asked of an open request. */
export interface OpenRequest {
  readonly id: string
  readonly facts: {
    readonly unit?: string
    readonly category: string
    readonly coHandlers: readonly { readonly unit: string; readonly repliedAt?: number }[]
  }
}

const named = 20

/** What a new edition drops, each with the open requests that have it. Those are walked once, and only when something is dropped. */
export async function droppedBy(
  before: CatalogueData | undefined,
  after: CatalogueData,
  openRequests: () => AsyncIterable<OpenRequest>,
): Promise<readonly DroppedEntry[]> {
  const units = new Set(after.units.map(({ id }) => id))
  const categories = new Set(after.categories.map(({ code }) => code))
  const gone = [
    ...(before?.units ?? []).filter(({ id }) => !units.has(id)).map(({ id, name }) => entry('unit', id, name)),
    ...(before?.categories ?? [])
      .filter(({ code }) => !categories.has(code))
      .map(({ code, name }) => entry('category', code, name)),
  ]
  if (gone.length === 0) return []
  const known = new Map(gone.map((each) => [`${each.what} ${each.code}`, each]))
  for await (const { id, facts } of openRequests()) {
    const helping = facts.coHandlers.flatMap(({ unit, repliedAt }) => (repliedAt === undefined ? [unit] : []))
    const has = new Set([
      `category ${facts.category}`,
      ...[...(facts.unit === undefined ? [] : [facts.unit]), ...helping].map((unit) => `unit ${unit}`),
    ])
    for (const each of has) known.get(each)?.count(id)
  }
  return gone.map(({ count: _count, ...each }) => Object.freeze(each))
}

function entry(what: DroppedEntry['what'], code: string, name: Bilingual) {
  const requests: string[] = []
  const counted = {
    what,
    code,
    name,
    openRequests: 0,
    requests,
    count(id: string) {
      counted.openRequests++
      if (requests.length < named) requests.push(id)
    },
  }
  return counted
}
