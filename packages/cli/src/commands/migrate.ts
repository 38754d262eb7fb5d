import { existsSync } from 'node:fs'
import { type CommandContext, done, type Outcome } from '../outcome.js'
import { serverStorage, storageOf } from '../storage/open-storage.js'
import { schemaSteps, sizeOf } from '../storage/sqlite-file.js'
import { parseTarget, type ServerTarget, type StorageTarget } from '../storage/target.js'

/** Options of `huiyin migrate`. */
export interface MigrateOptions {
  readonly storage?: string
}

/** What was done, in words. */
function inWords(created: boolean, run: number | undefined): string {
  if (created) return '已新建 made'
  if (run === undefined) return '已更新至最新 up to date'
  return run === 0 ? '已是最新 up to date already' : `已执行 ${run} 步，现为最新 ${run} steps run, up to date`
}

const steps = (path: string): number | undefined => schemaSteps(path)?.length

async function migrateFile(target: Extract<StorageTarget, { readonly kind: 'sqlite' }>): Promise<Outcome> {
  const { path, shown } = target
  const created = !existsSync(path)
  // The storage refuses a file that is not a Huiyin database, and says why.
  const before = created || sizeOf(path) === 0 ? 0 : quietly(() => steps(path))
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

async function migrateServer(target: ServerTarget): Promise<Outcome> {
  const storage = await serverStorage(target, true)
  const before = await storage.migrate()
  const { current, functions } = before
  const created = before.steps === 0
  const run = current - before.steps
  const result = { storage: target.shown, created, steps: current, run }
  return done(result, [`✓ ${target.shown}: ${inWords(created, run > 0 || functions ? run : undefined)}`])
}

/** `huiyin migrate`: creates the database, or migrates its schema. Writes no event, because it does not know the digest of the record. */
export async function migrate(options: MigrateOptions, context: CommandContext): Promise<Outcome> {
  const target = parseTarget(options.storage ?? context.env.HUIYIN_STORAGE)
  return target.kind === 'sqlite' ? migrateFile(target) : migrateServer(target)
}

function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
