import type { SchemaLayout } from './options.js'
import { functionOf } from './server-function.js'

const selected = (deadlines: string) => `(SELECT min(d.value::bigint) FROM jsonb_each_text(${deadlines}) d)`

/**
 * The earliest of some deadlines, by a function. A node of a cluster plans an update that has a query inside anew at each call, which costs it five times as
 * much as the update; one that only calls functions it plans once.
 */
export const earliestFunction = (schema: string) =>
  functionOf(
    schema,
    'huiyin_earliest',
    ['deadlines jsonb'],
    `RETURNS bigint
LANGUAGE plpgsql IMMUTABLE AS $huiyin$
BEGIN
  RETURN ${selected('deadlines')};
END
$huiyin$`,
  )

/** The earliest of the deadlines in an expression. */
export const earliestIn = ({ schema, distributed }: SchemaLayout, deadlines: string): string =>
  distributed ? `${earliestFunction(schema).name}(${deadlines})` : selected(deadlines)
