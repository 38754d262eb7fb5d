import { existsSync } from 'node:fs'
import type { Verification } from '@huiyin/core'
import { type CommandContext, done, type Outcome, withFindings } from '../outcome.js'
import { type RecordOptions, withRecord } from '../record/open-record.js'
import { rehearseMigration } from '../record/rehearsal.js'
import { serverStorage, storageOf } from '../storage/open-storage.js'
import { currentSteps, schemaSteps, sizeOf } from '../storage/sqlite-file.js'
import { parseTarget, type ServerTarget, type StorageTarget } from '../storage/target.js'
import { verificationInWords, verifyRecord } from './verify.js'

/** What was done, in words. */
function inWords(created: boolean, run: number | undefined): string {
  if (created) return '已新建 made'
  if (run === undefined) return '已更新至最新 up to date'
  return run === 0 ? '已是最新 up to date already' : `已执行 ${run} 步，现为最新 ${run} steps run, up to date`
}

const steps = (path: string): number | undefined => schemaSteps(path)?.length

// A file that holds a record is migrated only when a copy of it was migrated and verified.
async function migrateFile(
  target: Extract<StorageTarget, { readonly kind: 'sqlite' }>,
  options: RecordOptions,
  context: CommandContext,
): Promise<Outcome> {
  const { path, shown } = target
  const created = !existsSync(path)
  // The storage refuses a file that is not a Huiyin database, and says why.
  const before = created || sizeOf(path) === 0 ? 0 : quietly(() => steps(path))
  if (before !== undefined && before > 0 && before < (await currentSteps()).length) {
    const verification = await rehearseMigration(path, options, context)
    if (!verification.ok) return notVerified({ storage: shown, created, steps: before, run: 0, verification })
  }
  const storage = await storageOf(target, true)
  await storage.open()
  try {
    const after = steps(path)
    const run = before === undefined || after === undefined ? undefined : after - before
    const result = { storage: shown, created, ...(run !== undefined && { steps: after, run }) }
    return done(result, [`✓ ${shown}: ${inWords(created, run)}`])
  } finally {
    await storage.close()
  }
}

// Rows that are moved are verified as a whole in the transaction that moves them, before they are in force.
async function migrateServer(target: ServerTarget, options: RecordOptions, context: CommandContext): Promise<Outcome> {
  const storage = await serverStorage(target, true)
  let failed: Verification | undefined
  try {
    const before = await storage.migrate(async (moved) => {
      const verification = await withRecord(options, context, { storage: moved }, (record) =>
        verifyRecord(record, context, undefined),
      )
      if (verification.ok) return
      failed = verification
      throw new Error('The record does not verify.')
    })
    const { current, functions } = before
    const created = before.steps === 0
    const run = current - before.steps
    const result = { storage: target.shown, created, steps: current, run }
    return done(result, [`✓ ${target.shown}: ${inWords(created, run > 0 || functions ? run : undefined)}`])
  } catch (error) {
    if (failed === undefined) throw error
    return notVerified({ storage: target.shown, created: false, run: 0, verification: failed })
  }
}

interface MigrationRefused {
  readonly storage: string
  readonly created: boolean
  readonly steps?: number
  readonly run: 0
  readonly verification: Verification
}

const notVerified = (result: MigrationRefused): Outcome =>
  withFindings(result, [
    `✗ ${result.storage}: 记录核验未通过，未更新 the record does not verify, nothing was changed`,
    ...verificationInWords(result.verification),
  ])

/** `huiyin migrate`: creates the database, or migrates its schema. Writes no event. */
export async function migrate(options: RecordOptions, context: CommandContext): Promise<Outcome> {
  const target = parseTarget(options.storage ?? context.env.HUIYIN_STORAGE)
  return target.kind === 'sqlite' ? migrateFile(target, options, context) : migrateServer(target, options, context)
}

function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
