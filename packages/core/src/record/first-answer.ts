import type { Digest } from '../contracts/digest.js'
import type { RecordRef, StoredAnswer, VaultRow } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { AdapterError } from '../errors.js'
import { commitmentOf, type Sealed, sealedIn } from '../privacy/seal.js'
import { commandRefusals } from './command-refusals.js'
import type { CommandResult, DomainEvent, RecordKind, RunOptions } from './record-kind.js'
import type { RecordReader } from './record-reader.js'

interface Parts {
  readonly storage: Storage
  readonly reader: RecordReader
  readonly digest: Digest
}

/** The command that carries a key which was answered before. */
export interface Repeated {
  readonly ref: RecordRef
  readonly answer: StoredAnswer
  readonly fingerprint: string
  readonly options: RunOptions
}

/** What a key that was answered before is answered with. */
export interface FirstAnswer<F> {
  readonly result: CommandResult<F>
  /** Whether the first answer was given to somebody else: then the key must tell no more than the record itself would. */
  readonly ofAnother: boolean
}

/**
 * Finds the first answer to a key again. The key is bound to the actor, the command and its input; what a text said is bound by the salted commitments
 * in the events that answered, so that nothing which could be guessed is kept once the text is erased.
 */
export function createFirstAnswer({ storage, reader, digest }: Parts) {
  // The texts that the events hold, in the order in which they were put into the vault: each must be met, in that order, among the texts that are sent now.
  async function haveSameTexts(events: readonly DomainEvent[], { ref, options }: Repeated): Promise<boolean> {
    const sent = options.vault ?? []
    if (sent.length === 0) return true
    const found: Sealed[] = []
    for (const { data } of events) sealedIn(data, found)
    const commitments = new Map(found.map((each) => [each.ref, each.commitment]))
    const { vault = [] } = await storage.load(ref, {
      vault: true,
      ...(options.tx !== undefined && { tx: options.tx }),
    })
    const kept = vault.filter((row) => commitments.has(row.ref))
    // An erased text can no longer be compared; its length still was.
    const isSame = ({ ref: name, field, value, salt }: VaultRow, now: VaultRow): boolean =>
      field === now.field &&
      (value === null || commitmentOf(digest, salt ?? '', now.value ?? '') === commitments.get(name))
    let position = 0
    for (const row of kept) {
      while (position < sent.length && !isSame(row, sent[position] as VaultRow)) position++
      if (position++ >= sent.length) return false
    }
    return true
  }

  return async function firstAnswer<F extends object>(
    kind: RecordKind<F, never, never>,
    repeated: Repeated,
  ): Promise<FirstAnswer<F>> {
    const { ref, answer, fingerprint, options } = repeated
    let facts: F | undefined
    const own: DomainEvent[] = []
    // Facts as they were then, folded from the events up to that version.
    for await (const event of reader.events(ref.type, ref.id)) {
      if (event.seq > answer.version) break
      facts = kind.evolve(facts, event)
      if (event.seq > answer.version - answer.events) own.push(event)
    }
    // Written in a transaction of the host that has not ended: its events cannot be read yet, so nothing can be compared.
    if (own.length < answer.events)
      throw new AdapterError({
        adapter: storage.name,
        operation: 'history',
        retryable: true,
        message: `The command with the key ${answer.key} was carried out in a transaction that is still open. Repeat it after COMMIT.`,
      })
    const ofAnother = own.some(({ by }) => by.id !== options.by.id || by.kind !== options.by.kind)
    if (ofAnother || answer.fingerprint !== fingerprint || !(await haveSameTexts(own, repeated)))
      return {
        result: { ok: false, refusal: commandRefusals['key-reused']({ key: answer.key, path: ['key'] }) },
        ofAnother,
      }
    return { result: { ok: true, record: Object.freeze(facts as F), version: answer.version, events: own }, ofAnother }
  }
}
