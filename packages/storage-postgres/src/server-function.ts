import { checksumOf } from './checksum.js'

// Functions that run on the server. One call handles a whole group of changes or settlements, because round trips cost more than rows.
// Rows are locked in the order of their keys, so that two groups cannot deadlock. The checksum of its text is part of a function's name: processes of two
// versions work side by side during a rolling deploy, and a process that finds its functions need not be allowed to make any.

/** A function on the server. */
export interface ServerFunction {
  /** With the schema, as statements call it. */
  readonly name: string
  /** Without the schema. */
  readonly plainName: string
  /** Types of its arguments. */
  readonly signature: string
  /** The statement that makes it. */
  readonly create: string
}

/** A function with these parameters (`name type`); `rest` is what follows them. */
export function functionOf(schema: string, what: string, parameters: readonly string[], rest: string): ServerFunction {
  const plainName = `${what}_${checksumOf(parameters.join() + rest)}`
  const name = `${schema}.${plainName}`
  const signature = parameters.map((each) => each.split(' ')[1]).join(', ')
  return { name, plainName, signature, create: `CREATE OR REPLACE FUNCTION ${name}(${parameters.join(', ')}) ${rest}` }
}
