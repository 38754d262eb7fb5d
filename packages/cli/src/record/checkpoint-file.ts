import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Checkpoint } from '@huiyin/core'
import { wrongUse } from '../command-failure.js'
import { causeOf } from './read-file.js'

/** A checkpoint read from a file: the header, and the lines behind it. */
export interface CheckpointFile {
  readonly checkpoint: Checkpoint
  readonly lines: AsyncIterable<string>
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const input = createReadStream(path, 'utf8')
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  } finally {
    input.destroy()
  }
}

function headerOf(text: string): Checkpoint | undefined {
  try {
    const header = JSON.parse(text) as Partial<Checkpoint> | null
    const { contract, at, digest, records, events, root, signature = '' } = header ?? {}
    const texts = [digest, root, signature].every((each) => typeof each === 'string')
    const numbers = [at, records, events].every((each) => Number.isSafeInteger(each))
    return contract === 'huiyin.checkpoint/1' && texts && numbers ? (header as Checkpoint) : undefined
  } catch {
    return undefined
  }
}

/**
 * Reads a checkpoint as `huiyin checkpoint` writes it: JSON lines, first the checkpoint, then a line a record.
 *
 * @throws CommandFailure (wrong use) for a file that is not a checkpoint
 */
export async function readCheckpointFile(path: string): Promise<CheckpointFile> {
  const lines = linesOf(path)
  let first: IteratorResult<string>
  try {
    first = await lines.next()
  } catch (error) {
    throw wrongUse(
      `无法读取 ${path}：${causeOf(error)}`,
      `${path} cannot be read: ${causeOf(error)}`,
      { file: path },
      error,
    )
  }
  const checkpoint = first.done === true ? undefined : headerOf(first.value)
  if (checkpoint !== undefined) return { checkpoint, lines }
  await lines.return(undefined)
  throw wrongUse(`${path} 不是检查点文件。`, `${path} is not a checkpoint file.`, { file: path })
}
