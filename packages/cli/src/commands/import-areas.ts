import type { Actor, AreaRowError } from '@huiyin/core'
import { atRow } from '@huiyin/core/contracts'
import { faultsInWords } from '../area-file/faults-in-words.js'
import { previewOf } from '../area-file/preview.js'
import { type ReadOptions, readAreaRows } from '../area-file/read-area-rows.js'
import { type CommandContext, done, type Outcome, withFindings } from '../outcome.js'
import { type RecordOptions, withRecord } from '../record/open-record.js'

/** Options of `huiyin import areas`. */
export interface ImportAreasOptions extends RecordOptions, ReadOptions {
  readonly partial?: boolean
  readonly dryRun?: boolean
  readonly preview?: boolean
  readonly by: string
  readonly key?: string
}

/** `huiyin import areas`: imports the rows of a file into the area tree, all or nothing by default. */
export async function importAreas(
  file: string,
  options: ImportAreasOptions,
  context: CommandContext,
): Promise<Outcome> {
  const { preview = false, dryRun = preview, partial = false } = options
  const understood = await readAreaRows(file, options)
  const rows = understood.rows.map(({ row, area }) => atRow(area, row))
  const seen = preview ? previewOf(understood) : { result: {}, lines: [] }
  // Faults of the file come with those that core finds in what could be read of it.
  const withFile = (errors: readonly AreaRowError[]) =>
    [...understood.faults, ...errors].toSorted((a, b) => a.row - b.row)
  // Whoever can run this can write to the database anyway, so the operator acts as a system administrator of the whole city.
  const by: Actor = { id: options.by, kind: 'staff', grants: [{ role: 'systemAdmin', area: '*' }] }
  const named = { file, rows: rows.length }
  return withRecord(options, context, { to: dryRun ? 'look' : 'write' }, async ({ huiyin }) => {
    if (dryRun || (!partial && understood.faults.length > 0)) {
      const checked = await huiyin.areas.check(rows)
      const { good, unchanged } = checked
      const errors = withFile(checked.errors)
      const mark = errors.length === 0 ? '✓' : '✗'
      const result = dryRun
        ? { ...named, dryRun: true, good: good.length, unchanged, errors, ...seen.result }
        : { ...named, imported: 0, unchanged: 0, errors }
      const headline = dryRun
        ? `${mark} 试运行，未写入 dry run, nothing written: ${good.length} 行可导入 good, ${unchanged} 行无变化 unchanged, ${errors.length} 处有误 faults`
        : `✗ 未导入 nothing imported: ${errors.length} 处有误 faults`
      const lines = [...seen.lines, headline, ...faultsInWords(file, errors)]
      return errors.length === 0 ? done(result, lines) : withFindings(result, lines)
    }
    const progress = context.progress('导入 importing')
    progress.at(0, rows.length, '行 rows')
    const imported = await huiyin.areas.import(rows, {
      by,
      partial,
      ...(options.key !== undefined && { key: options.key }),
    })
    progress.at(rows.length, rows.length, '行 rows')
    progress.end()
    const errors = withFile(imported.errors)
    if (!imported.ok) {
      const { refusal } = imported
      const why =
        refusal === undefined ? faultsInWords(file, errors) : [`  ✗ ${refusal.message.zh} ${refusal.message.en}`]
      const result = { ...named, imported: 0, unchanged: 0, errors, ...(refusal !== undefined && { refusal }) }
      return withFindings(result, [`✗ 未导入 nothing imported: ${errors.length} 处有误 faults`, ...why])
    }
    const { imported: count, unchanged } = imported
    const result = { ...named, imported: count, unchanged, errors, areas: huiyin.areas.tree().size }
    const lines = [
      `${errors.length === 0 ? '✓' : '✗'} 已导入 imported ${count}, 无变化 unchanged ${unchanged}, 有误 faults ${errors.length}; 现有区划 areas now ${result.areas}`,
      ...faultsInWords(file, errors),
    ]
    return errors.length === 0 ? done(result, lines) : withFindings(result, lines)
  })
}
