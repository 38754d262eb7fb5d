import type { Actor } from '../contracts/actor.js'
import type { ReadOptions } from '../contracts/command.js'
import { readerAnd } from '../import/parse.js'
import { type Checkpoint, type CheckpointOptions, makeCheckpoint } from './checkpoint.js'
import { type Verification, type VerifyOptions, type VerifyParts, verifyAll } from './verify.js'

/** What an auditor asks of the record. Both operations read only, page by page, and may run while commands go on. */
export interface Audit {
  /**
   * Walks every record and names the first event of each that does not hold, or the first row kept beside it that is not what its events make it. With
   * `against`, compares with a checkpoint kept elsewhere.
   *
   * By: an auditor of the whole city.
   *
   * @throws NotPermittedError for anybody else
   */
  verify(options: ReadOptions & VerifyOptions): Promise<Verification>
  /**
   * Sums up the heads of all records in one Merkle root, to be kept elsewhere.
   *
   * By: an auditor of the whole city.
   *
   * @throws NotPermittedError for anybody else
   * @example
   * ```ts
   * import { type Actor, createHuiyin, memoryStorage } from '@huiyin/core'
   *
   * const huiyin = createHuiyin({ storage: memoryStorage() })
   * await huiyin.start()
   * const by: Actor = { id: 'staff-7', kind: 'staff', grants: [{ role: 'auditor', area: '*' }] }
   * const lines: string[] = []
   * const checkpoint = await huiyin.audit.checkpoint({ by, line: (line) => void lines.push(line) })
   * const { ok } = await huiyin.audit.verify({ by, against: { checkpoint, lines } })
   * ```
   */
  checkpoint(options: ReadOptions & CheckpointOptions): Promise<Checkpoint>
}

interface AuditParts extends VerifyParts {
  /** @throws NotPermittedError for whom the place does not let audit */
  readonly assertMay: (by: Actor, action: 'verify' | 'checkpoint') => void
}

/** Auditing over a storage, with the digest that its records were made with. */
export function createAudit(parts: AuditParts): Audit {
  const { assertMay } = parts
  return Object.freeze({
    verify: async (raw: ReadOptions & VerifyOptions) => {
      const [by, options] = readerAnd(raw)
      assertMay(by, 'verify')
      return verifyAll(parts, options)
    },
    checkpoint: async (raw: ReadOptions & CheckpointOptions) => {
      const [by, options] = readerAnd(raw)
      assertMay(by, 'checkpoint')
      return makeCheckpoint(parts.storage, parts.digest, parts.clock.now(), options)
    },
  })
}
