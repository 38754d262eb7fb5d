import { commitArguments } from './functions.js'

/** The statement that spreads one table as another one is. */
export const distributionOf = (schema: string, table: string, like: string): string =>
  `SELECT create_distributed_table('${schema}.${table}', 'bucket', colocate_with => '${schema}.${like}')`

/**
 * The statements that spread the tables over the nodes of a Citus cluster by bucket, all in one group, and send a call of a function to the node that
 * holds its bucket (see Citus, "create_distributed_table" and "create_distributed_function").
 */
export function distribution(schema: string, tables: readonly string[]): readonly string[] {
  const [first = '', ...others] = tables
  const place = (table: string) => `'${schema}.${table}'`
  return [
    `SELECT create_distributed_table(${place(first)}, 'bucket', shard_count => 64)`,
    ...others.map((table) => distributionOf(schema, table, first)),
    `SELECT create_distributed_function('${schema}.huiyin_commit(smallint${', text'.repeat(commitArguments.length)})', 'p_bucket', colocate_with => ${place(first)})`,
    `SELECT create_distributed_function('${schema}.huiyin_settle(smallint, text)', 'p_bucket', colocate_with => ${place(first)})`,
  ]
}
