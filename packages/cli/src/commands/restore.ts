import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Verification } from '@huiyin/core'
import { copyDatabase } from '@huiyin/storage-sqlite'
import { CommandFailure, wrongUse } from '../command-failure.js'
import { integrityOf } from '../doctor/integrity-check.js'
import { exitCodes } from '../exit-codes.js'
import { type CommandContext, done, type Outcome, withFindings } from '../outcome.js'
import { setAside, writeWhole } from '../record/new-file.js'
import { withRecord } from '../record/open-record.js'
import { isBusy, sqliteFailure } from '../storage/sqlite-failure.js'
import { schemaSteps } from '../storage/sqlite-file.js'
import { parseTarget } from '../storage/target.js'
import { sqliteOnly } from './backup.js'
import { keptCheckpoint, type VerifyCommandOptions, verificationInWords, verifyRecord } from './verify.js'

/** Options of `huiyin restore`. */
export interface RestoreOptions extends VerifyCommandOptions {
  readonly verify?: boolean
  readonly replace?: boolean
}

interface Checked {
  /** What SQLite finds wrong with the file itself; empty when it is sound. */
  readonly integrity: readonly string[]
  readonly verification?: Verification
}

// Another process that has the database open would go on writing into the file that was moved away.
function mustBeIdle(path: string): void {
  try {
    const db = new DatabaseSync(path)
    try {
      db.exec('PRAGMA journal_mode = DELETE') // needs the file for itself
    } finally {
      db.close()
    }
  } catch (error) {
    // No process can be using a file that is too damaged to be opened, and such a file is what restoring is for.
    if (!isBusy(error)) return
    throw new CommandFailure(
      exitCodes.storage,
      'storage-in-use',
      {
        zh: `${path} 正在使用中，请先停止使用它的进程。`,
        en: `${path} is in use; stop the processes that have it open.`,
      },
      { file: path, retryable: true },
      error,
    )
  }
}

function mustBeBackup(path: string): void {
  if (!existsSync(path)) throw wrongUse(`${path} 不存在。`, `${path} does not exist.`, { file: path })
  let ours = false
  try {
    ours = (schemaSteps(path)?.length ?? 0) > 0
  } catch (error) {
    if (sqliteFailure('restore', error) === error) throw error
  }
  if (!ours) throw wrongUse(`${path} 不是回音的备份。`, `${path} is not a backup of a Huiyin database.`, { file: path })
}

/**
 * `huiyin restore`: replaces a database by a backup; with `--verify` only when the whole record in it is valid. The old file is renamed,
 * never deleted.
 */
export async function restore(from: string, options: RestoreOptions, context: CommandContext): Promise<Outcome> {
  const target = sqliteOnly(parseTarget(options.storage ?? context.env.HUIYIN_STORAGE), 'restore')
  const against = await keptCheckpoint(options)
  if (against !== undefined && options.verify !== true)
    throw wrongUse('--against 须与 --verify 一起使用。', '--against goes with --verify.')
  mustBeBackup(from)
  const replaces = existsSync(target.path)
  if (replaces && options.replace !== true)
    throw wrongUse(
      `${target.path} 已存在；要替换它（原文件会移到一旁）请加 --replace。`,
      `${target.path} exists; to replace it by the backup, pass --replace; the old file is renamed, not deleted.`,
      { file: target.path },
    )
  if (replaces) mustBeIdle(target.path)

  async function check(path: string): Promise<Checked> {
    const integrity = integrityOf(path)
    if (integrity.length > 0) return { integrity }
    const place = { ...options, storage: `sqlite:${path}` }
    const verification = await withRecord(place, context, {}, (record) => verifyRecord(record, context, against))
    return { integrity, verification }
  }
  const sound = ({ integrity, verification }: Checked) => integrity.length === 0 && verification?.ok !== false

  let aside: string | undefined
  try {
    const checked = await writeWhole(
      target.path,
      async (part): Promise<Checked> => {
        const progress = context.progress('恢复 restoring')
        await copyDatabase(from, part, (pages, of) => progress.at(pages, of, '页 pages'))
        progress.end()
        return options.verify === true ? check(part) : { integrity: [] }
      },
      (result) => {
        if (!sound(result)) return false
        if (replaces) aside = setAside(target.path, context.now())
        return true
      },
    )
    return outcomeOf(from, target.shown, checked, sound(checked), aside)
  } catch (error) {
    throw sqliteFailure('restore', error)
  }
}

function outcomeOf(
  from: string,
  shown: string,
  checked: Checked,
  restored: boolean,
  aside: string | undefined,
): Outcome {
  const { integrity, verification } = checked
  const result = {
    from,
    storage: shown,
    restored,
    ...(aside !== undefined && { aside }),
    integrity,
    ...(verification !== undefined && { verification }),
  }
  const lines = [
    restored
      ? `✓ 已恢复 restored ${from} → ${shown}`
      : `✗ 备份有问题，未恢复 the backup does not hold, nothing was restored`,
    ...integrity.map((line) => `  ✗ SQLite: ${line}`),
    ...(verification === undefined ? [] : verificationInWords(verification)),
    ...(aside === undefined ? [] : [`  原数据库移至 what was there is now ${aside}`]),
  ]
  return restored ? done(result, lines) : withFindings(result, lines)
}
