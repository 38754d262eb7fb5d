import { z } from 'zod'
import type { CommandOptions } from '../contracts/command.js'
import { ConflictError } from '../errors.js'
import { parseCommandOptions, parseInput } from '../import/parse.js'
import type { DomainEvent, RecordRunner } from '../record/record-kind.js'
import type { AreaEvent } from './area-events.js'
import type { AreaImportResult } from './areas.js'
import { areasId, areasKind } from './areas-kind.js'
import { type AreaRules, areaRow, type CheckedAreas, checkAreaRows, rowsInput } from './check-rows.js'
import type { LiveAreas } from './live-areas.js'

const importOptions = z.looseObject({ partial: z.boolean().optional() })

/** How often an import is checked again when others keep changing the tree meanwhile. */
const attempts = 16

// What a command key is bound to: the rows as far as they can be read, which does not depend on the tree.
function bodyOf(rows: readonly unknown[], partial: boolean): object {
  return { rows: rows.map((raw) => areaRow.safeParse(raw).data ?? null), partial }
}

function importedIn(events: readonly DomainEvent[]): number {
  return (events as readonly AreaEvent[]).reduce(
    // Rows of a change that was due are not rows of this import.
    (sum, event) =>
      sum + (event.type === 'areas.imported' && event.data.effectiveFrom === undefined ? event.data.rows.length : 0),
    0,
  )
}

/** Imports tables of areas: checks the rows against the tree, and checks them again when the tree changed before they were written. */
export function areaImporter(runner: RecordRunner, live: LiveAreas, rules: AreaRules) {
  // `undefined` when somebody changed the tree between the check and the decision: then the rows must be checked again.
  async function importChecked(
    { good, unchanged, errors }: CheckedAreas,
    count: number,
    partial: boolean,
    options: CommandOptions & { readonly body?: object },
  ): Promise<AreaImportResult | undefined> {
    const rejected = errors.length > 0 && !partial
    const rows = rejected ? [] : good
    // With a key the record is asked even when there is nothing to import: the same key gets the first answer.
    if (rows.length === 0 && (options.key === undefined || live.history().revision === 0))
      return rejected ? { ok: false, errors } : { ok: true, imported: 0, unchanged, errors }
    const result = await runner.run(areasKind, areasId, { name: 'import', rows }, options)
    if (!result.ok)
      return result.refusal.code === 'area-rows-wrong' ? undefined : { ok: false, errors: [], refusal: result.refusal }
    live.wrote(options.tx, result.events as readonly (DomainEvent & AreaEvent)[])
    await live.refresh()
    const imported = importedIn(result.events)
    if (rejected)
      return imported === 0 ? { ok: false, errors } : { ok: true, imported, unchanged: count - imported, errors: [] }
    return { ok: true, imported, unchanged: Math.max(0, unchanged + good.length - imported), errors }
  }

  return async function importAreas(
    raws: readonly unknown[],
    raw: CommandOptions & { readonly partial?: boolean },
  ): Promise<AreaImportResult> {
    const rows = parseInput(rowsInput, raws, ['rows'], 'area rows')
    const { partial = false, ...rest } = parseInput(importOptions, raw, ['options'], 'import options')
    const options = parseCommandOptions(rest)
    const body = options.key === undefined ? {} : { body: bodyOf(rows, partial) }
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const history = await live.within(options.tx)
      const result = await importChecked(
        checkAreaRows(rows, history, { ...rules, distinctNames: true }),
        rows.length,
        partial,
        {
          ...options,
          ...body,
        },
      )
      if (result !== undefined) return result
    }
    throw new ConflictError(areasKind.type, areasId, attempts)
  }
}
