import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { CommandFailure, wrongUse } from '../command-failure.js'
import { exitCodes } from '../exit-codes.js'
import { causeOf } from './read-file.js'

/** Fails when the path exists: nothing is ever overwritten. */
export function mustBeNew(path: string): void {
  if (existsSync(path))
    throw wrongUse(
      `${path} 已存在，不会覆盖；请换一个文件名。`,
      `${path} exists and is not written over; name another file.`,
      {
        file: path,
      },
    )
  if (!existsSync(dirname(path)))
    throw wrongUse(`目录 ${dirname(path)} 不存在。`, `The folder ${dirname(path)} does not exist.`, { file: path })
}

// Makes a file or folder durable (fsync).
function flush(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Removes the partial file. A failure to do so is ignored, because the first error is the one to report. */
export function discard(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // The first error is the one to report.
  }
}

const databaseFiles = ['', '-wal', '-shm', '-journal']

/**
 * Writes a file atomically: under a temporary name in the same folder, synced, then renamed.
 *
 * @param write gets the name to write to
 * @param keep with `false` the file is discarded; may move an existing file at `path` away
 * @throws CommandFailure (storage) when it cannot be written, for example on a full disk
 */
export async function writeWhole<Result>(
  path: string,
  write: (part: string) => Promise<Result>,
  keep: (result: Result) => boolean = () => true,
): Promise<Result> {
  const part = `${path}.${process.pid}.part`
  try {
    const result = await write(part)
    if (keep(result)) {
      flush(part)
      renameSync(part, path)
      flush(dirname(path))
    }
    return result
  } catch (error) {
    if ((error as { syscall?: string }).syscall === undefined) throw error
    const why = causeOf(error)
    throw new CommandFailure(
      exitCodes.storage,
      'file-not-written',
      { zh: `无法写入 ${path}：${why}`, en: `${path} could not be written: ${why}` },
      { file: path },
      error,
    )
  } finally {
    for (const suffix of databaseFiles) discard(part + suffix)
  }
}

/** Renames a database together with its log files. Returns the new path. */
export function setAside(path: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/\D/g, '').slice(0, 14)
  const aside = `${path}.replaced-${stamp}`
  for (const suffix of databaseFiles) if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  return aside
}
