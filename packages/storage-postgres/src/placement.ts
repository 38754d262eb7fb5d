import type { Database } from './database.js'
import type { SchemaLayout } from './options.js'

/** How many buckets there are. */
export const buckets = 64

// Sums are kept in a few slices, and every group in flight writes to its own slice, so that groups do not contend for the same rows. In a
// cluster a slice is one of the buckets that lie on the node of the group.
/** Slices of the sums on one server. */
export const slices = 8

/** The buckets that sums lie in. */
export const tallyBuckets = (distributed: boolean) =>
  Array.from({ length: distributed ? buckets : slices }, (_, n) => n)

// A part that was moved since is found where it was a moment ago: what is written together there then takes two nodes, which costs time and nothing else.
const fresh = 10_000

/** Which node holds a bucket, so that the changes of one node are one call to it. */
export interface Placement {
  /** A number of the node: the same one for the buckets that lie together. */
  nodeOf(bucket: number): number
  /** One of the buckets that lie there: the same number gives the same one. */
  someOf(node: number, number: number): number
  /** Asks where the buckets lie. */
  look(): Promise<void>
  /** Asks soon: a node did not answer, and its parts may be elsewhere. */
  doubt(): void
}

/** Where the buckets of a schema lie. On one server they lie together. */
export function createPlacement(db: Database, { schema, distributed }: SchemaLayout): Placement {
  let nodes: readonly number[] = []
  let together: ReadonlyMap<number, readonly number[]> = new Map()
  let looked = 0
  let looking: Promise<void> | undefined

  async function ask(): Promise<void> {
    const rows = await db.query<{ bucket: number; node: number }>(
      'open',
      `SELECT b AS bucket, p.groupid AS node FROM generate_series(0, ${buckets - 1}) b
         JOIN pg_dist_placement p ON p.shardid = get_shard_id_for_distribution_column('${schema}.records', b::smallint)`,
      [],
      { impatient: true },
    )
    const found: number[] = []
    for (const { bucket, node } of rows) found[bucket] = node
    nodes = found
    together = Map.groupBy(found.keys(), (bucket) => found[bucket] as number)
  }

  async function look(): Promise<void> {
    if (!distributed) return
    looked = performance.now()
    looking ??= ask().finally(() => {
      looking = undefined
    })
    return looking
  }

  function nodeOf(bucket: number): number {
    if (!distributed) return 0
    // Nobody waits for it; where it cannot be known, what was known stays.
    if (performance.now() - looked > fresh) look().catch(() => {})
    return nodes[bucket] ?? -1 - bucket
  }

  function someOf(node: number, number: number): number {
    if (!distributed) return number
    const those = together.get(node) ?? [-1 - node]
    return those[number % those.length] as number
  }

  return {
    nodeOf,
    someOf,
    look,
    doubt: () => {
      looked = Number.NEGATIVE_INFINITY
    },
  }
}
