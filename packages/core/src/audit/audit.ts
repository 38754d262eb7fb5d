import { type Checkpoint, type CheckpointOptions, makeCheckpoint } from './checkpoint.js'
import { type Verification, type VerifyOptions, type VerifyParts, verifyAll } from './verify.js'

/** What an auditor asks of the record. Both operations read only, page by page, and may run while commands go on. */
export interface Audit {
  /**
   * Walks every record and names the first event of each that does not hold, or the first row kept beside it that is not what its events make it. With
   * `against`, compares with a checkpoint kept elsewhere.
   */
  verify(options?: VerifyOptions): Promise<Verification>
  /**
   * Sums up the heads of all records in one Merkle root, to be kept elsewhere.
   *
   * @example
   * ```ts
   * import { createHuiyin, memoryStorage } from '@huiyin/core'
   *
   * const huiyin = createHuiyin({ storage: memoryStorage() })
   * await huiyin.start()
   * const lines: string[] = []
   * const checkpoint = await huiyin.audit.checkpoint({ line: (line) => void lines.push(line) })
   * const { ok } = await huiyin.audit.verify({ against: { checkpoint, lines } })
   * ```
   */
  checkpoint(options?: CheckpointOptions): Promise<Checkpoint>
}

/** Auditing over a storage, with the digest that its records were made with. */
export function createAudit(parts: VerifyParts): Audit {
  return Object.freeze({
    verify: (options?: VerifyOptions) => verifyAll(parts, options),
    checkpoint: (options?: CheckpointOptions) =>
      makeCheckpoint(parts.storage, parts.digest, parts.clock.now(), options),
  })
}
