import { checksumOf } from '../src/checksum.js'
import { steps, textOf } from '../src/schema-steps.js'

/** The statements that make a schema as an older version left it, with the first steps only and without functions. */
export function stepsUpTo(schema: string, last: number): string {
  const name = `"${schema}"`
  return [
    `CREATE SCHEMA ${name}`,
    `CREATE TABLE ${name}.migrations (number int PRIMARY KEY, checksum text NOT NULL)`,
    ...steps.slice(0, last).flatMap((step, position) => {
      const text = textOf(step, name)
      return [text, `INSERT INTO ${name}.migrations VALUES (${position + 1}, '${checksumOf(text)}')`]
    }),
  ].join(';\n')
}
