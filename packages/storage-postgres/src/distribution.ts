import type { ServerFunction } from './server-function.js'

/** The statement that spreads one table as another one is. */
export const distributionOf = (schema: string, table: string, like: string): string =>
  `SELECT create_distributed_table('${schema}.${table}', 'bucket', colocate_with => '${schema}.${like}')`

/**
 * The statement that makes a function known to every node, and sends the calls of one that takes a bucket to the node that holds it (see Citus,
 * "create_distributed_function").
 */
export const delegationOf = (schema: string, { name, signature, create }: ServerFunction): string =>
  create.includes('(p_bucket smallint')
    ? `SELECT create_distributed_function('${name}(${signature})', 'p_bucket', colocate_with => '${schema}.records')`
    : `SELECT create_distributed_function('${name}(${signature})')`

// The 64 buckets hashed into 64 parts leave 25 of them empty, and whatever asks all parts asks these too; of 16 none is empty.
const parts = 16

/**
 * The statements that spread the first tables over the nodes of a Citus cluster by bucket, all in one group of their own: moving a part of it moves nothing of
 * the host's.
 */
export const newGroup = (schema: string, [first = '', ...others]: readonly string[]): readonly string[] => [
  `SELECT create_distributed_table('${schema}.${first}', 'bucket', shard_count => ${parts}, colocate_with => 'none')`,
  ...others.map((table) => distributionOf(schema, table, first)),
]

/** Tables that every node has whole: the steps of the schema, so that a process may connect to any of them, and what is asked wherever rows are taken. */
export const onEachNode = ['migrations', 'pauses'] as const

/** The statement that puts a table on every node (see Citus, "create_reference_table"). */
export const referenceOf = (schema: string, table: string): string =>
  `SELECT create_reference_table('${schema}.${table}')`
