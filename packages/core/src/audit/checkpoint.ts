import { z } from 'zod'
import type { Digest } from '../contracts/digest.js'
import type { StoredRecord } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { unfit } from '../errors/input-issue.js'
import { InvalidInputError } from '../errors.js'
import { callable, parseInput } from '../import/parse.js'
import { canonical } from '../record/canonical.js'
import { createMerkle } from './merkle.js'

/**
 * A checkpoint: the heads of all records at a moment, summed up in one Merkle root. Keep it elsewhere (another agency, a printed line, a
 * mailbox): comparing with it shows what was cut off or rewritten since.
 */
export interface Checkpoint {
  /** Version of the form, so that a checkpoint can still be read in years. */
  readonly contract: 'huiyin.checkpoint/1'
  /** When the walk began, in milliseconds since 1970. A record is taken as it was at some moment of the walk. */
  readonly at: number
  /** Digest of the chains and of the root: `sm3`, `hmac-sm3`, … */
  readonly digest: string
  /** How many records there were; also the number of lines. */
  readonly records: number
  /** How many events all of them had together. */
  readonly events: number
  /** Merkle root over the lines, lower-case hex. */
  readonly root: string
  /** Signature over {@link checkpointText} by the embedder's key, in the form that `sign` returned; absent when it was not signed. */
  readonly signature?: string
}

/** One line of a checkpoint: a record and its head. */
export type CheckpointLine = readonly [type: string, id: string, version: number, head: string]

/** How a checkpoint is made. */
export interface CheckpointOptions {
  /** Called with each line, in order, as JSON without a line break. Write them to a file to compare record by record later. */
  readonly line?: (line: string) => void | Promise<void>
  /** Signs the text of the checkpoint with your key. Absent: the checkpoint has no signature. */
  readonly sign?: (text: string) => string | Promise<string>
}

/** The text that is signed: the canonical JSON of the checkpoint without its signature. */
export function checkpointText({ signature: _, ...signed }: Checkpoint): string {
  return canonical(signed)
}

const form = z.strictObject({
  line: callable<NonNullable<CheckpointOptions['line']>>().optional(),
  sign: callable<NonNullable<CheckpointOptions['sign']>>().optional(),
})
const pageSize = 500

/** Walks every record once and sums up the heads. Reads only. */
export async function makeCheckpoint(
  storage: Storage,
  digest: Digest,
  at: number,
  options: CheckpointOptions = {},
): Promise<Checkpoint> {
  const { line, sign } = parseInput(form, options, ['options'], 'options of a checkpoint')
  const merkle = createMerkle(digest)
  let records = 0
  let events = 0
  let after: string | undefined
  do {
    const page = await storage.find({ limit: pageSize, ...(after !== undefined && { after }) })
    for (const { type, id, version, head } of page.items) {
      const text = lineOf({ type, id, version, head })
      merkle.add(text)
      await line?.(text)
      records++
      events += version
    }
    after = page.next
  } while (after !== undefined)
  const unsigned: Checkpoint = {
    contract: 'huiyin.checkpoint/1',
    at,
    digest: digest.name,
    records,
    events,
    root: merkle.root(),
  }
  return sign === undefined ? unsigned : { ...unsigned, signature: await sign(checkpointText(unsigned)) }
}

/** The line of a record. */
export function lineOf({ type, id, version, head }: Pick<StoredRecord, 'type' | 'id' | 'version' | 'head'>): string {
  return JSON.stringify([type, id, version, head] satisfies CheckpointLine)
}

/** Reads one line back. Throws {@link InvalidInputError} for a text that is not a line. */
export function parseLine(text: string, position: number): CheckpointLine {
  try {
    const [type, id, version, head] = JSON.parse(text) as unknown[]
    const texts = typeof type === 'string' && typeof id === 'string' && typeof head === 'string'
    if (texts && Number.isSafeInteger(version)) return [type, id, version as number, head]
  } catch {
    // Reported below, like any other text that is not a line.
  }
  throw new InvalidInputError(
    [unfit(['lines', position], '不是检查点的行', 'is not a line of a checkpoint')],
    'checkpoint',
  )
}
