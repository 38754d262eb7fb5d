import { describe, expect, it } from 'vitest'
import type { StoredAnswer, VaultRow } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { systemDigest as sm3 } from '../platform/node.js'
import { commitmentOf } from '../privacy/seal.js'
import { createFirstAnswer, type Repeated } from './first-answer.js'
import type { DomainEvent, RecordKind } from './record-kind.js'
import type { RecordReader } from './record-reader.js'

interface Facts {
  readonly seen: readonly number[]
}
const kind = { evolve: (facts: Facts | undefined, { seq }: DomainEvent) => ({ seen: [...(facts?.seen ?? []), seq] }) }
const by = { id: 'a', kind: 'staff' } as const
const ref = { bucket: 0, type: 'note', id: 'n-1' }
const event = (seq: number, texts: readonly string[] = [], more: Partial<DomainEvent> = {}): DomainEvent => ({
  ...{ seq, type: 'note.written', at: seq, by },
  data: { texts: texts.map((text) => ({ ref: text, commitment: commitmentOf(sm3, `salt ${text}`, text) })) },
  ...more,
})
const row = (value: string, more: Partial<VaultRow> = {}): VaultRow => ({
  ...{ ref: value, subject: 's', field: 'note', value, salt: `salt ${value}` },
  ...more,
})
/** The row of a repetition: it has a reference and a salt of its own. */
const sent = (value: string, field = 'note'): VaultRow => row(value, { ref: `again ${value}`, salt: 'other', field })
const stored: StoredAnswer = { key: 'k-1', fingerprint: 'f', version: 2, events: 1, at: 2 }

interface Given {
  readonly events?: readonly DomainEvent[]
  readonly vault?: readonly VaultRow[] | undefined
  readonly answer?: Partial<StoredAnswer>
  readonly options?: Partial<Repeated['options']>
  readonly fingerprint?: string
}

async function asked({ events = [event(1), event(2), event(3)], vault, answer, options, fingerprint = 'f' }: Given) {
  const loads: unknown[] = []
  const load: Storage['load'] = async (_, what) => {
    loads.push(what)
    return vault === undefined ? {} : { vault }
  }
  const reader = {
    async *events() {
      yield* events
    },
  } as unknown as RecordReader
  const firstAnswer = createFirstAnswer({ storage: { ...memoryStorage(), load }, reader, digest: sm3 })
  const found = await firstAnswer(kind as unknown as RecordKind<Facts, never, never>, {
    ...{ ref, answer: { ...stored, ...answer }, fingerprint },
    options: { by: { ...by, grants: [] }, ...options },
  })
  return { ...found, loads }
}
const reused = { ok: false, refusal: { code: 'key-reused', details: { key: 'k-1', path: ['key'] } } }

describe('a key that was answered before', () => {
  it('is answered with the facts of then and the events that answered, whatever happened since', async () => {
    const { result, ofAnother, loads } = await asked({})
    expect(result).toEqual({ ok: true, record: { seen: [1, 2] }, version: 2, events: [event(2)] })
    expect([ofAnother, loads]).toEqual([false, []])
    const both = await asked({ answer: { events: 2 } })
    expect(both.result).toMatchObject({ ok: true, events: [event(1), event(2)] })
    expect(Object.isFrozen(both.result.ok && both.result.record)).toBe(true)
  })

  it('is refused for another command, and for another actor, of whom it tells nothing', async () => {
    expect(await asked({ fingerprint: 'g' })).toMatchObject({ result: reused, ofAnother: false })
    for (const other of [
      { ...by, id: 'b' },
      { ...by, kind: 'resident' as const },
    ])
      expect(await asked({ events: [event(1), event(2, [], { by: other })] })).toMatchObject({
        ...{ result: reused, ofAnother: true },
      })
    // What others did before and since is no matter of the key.
    const others = [event(1, [], { by: { ...by, id: 'b' } }), event(2), event(3, [], { by: { ...by, id: 'b' } })]
    expect(await asked({ events: others })).toMatchObject({ result: { ok: true }, ofAnother: false })
  })

  it('in a transaction of the host that has not ended cannot be compared, and may be asked again', async () => {
    const open = asked({ events: [event(1)] })
    await expect(open).rejects.toMatchObject({ code: 'adapter-failure', details: { retryable: true } })
    await expect(asked({ events: [event(1), event(2)] })).resolves.toMatchObject({ result: { ok: true } })
  })
})

describe('the texts of a repetition', () => {
  const told = (first: readonly VaultRow[], again: readonly VaultRow[], more: Given = {}) => {
    const events = [
      event(1, ['before']),
      event(
        2,
        first.map(({ ref: name }) => name),
      ),
    ]
    return asked({ events, vault: [row('before'), ...first], options: { vault: again }, ...more })
  }
  const isSame = async (...given: Parameters<typeof told>) => (await told(...given)).result.ok

  it('are those of the first in their order, whatever else is sent between them', async () => {
    const first = [row('one'), row('two')]
    expect(await isSame(first, [sent('one'), sent('two')])).toBe(true)
    expect(await isSame(first, [sent('x'), sent('one'), sent('y'), sent('two'), sent('z')])).toBe(true)
    expect(await isSame(first, [sent('two'), sent('one')])).toBe(false)
    expect(await isSame(first, [sent('one')])).toBe(false)
    expect(await isSame(first, [sent('one'), sent('one')])).toBe(false)
    expect(await isSame([row('one'), row('one', { ref: 'one' })], [sent('one')])).toBe(false)
  })

  it('are of the same fields, and are not those of other events', async () => {
    expect(await isSame([row('one')], [sent('one', 'phone')])).toBe(false)
    expect(await isSame([row('one')], [sent('before')])).toBe(false)
  })

  it('are no longer compared where they are erased, but for the field and the number', async () => {
    const erased = [row('one', { value: null, salt: null }), row('two')]
    expect(await isSame(erased, [sent('x'), sent('two')])).toBe(true)
    expect(await isSame(erased, [sent('x', 'phone'), sent('two')])).toBe(false)
    expect(await isSame(erased, [sent('two')])).toBe(false)
  })

  it('are not asked for where none are sent, and are read within the transaction of the host', async () => {
    expect(await told([row('one')], [])).toMatchObject({ result: { ok: true }, loads: [] })
    expect((await told([row('one')], [sent('one')])).loads).toEqual([{ vault: true }])
    const within = await told([row('one')], [sent('one')], { options: { vault: [sent('one')], tx: 'tx-1' } })
    expect(within.loads).toEqual([{ vault: true, tx: 'tx-1' }])
    expect(await isSame([row('one')], [sent('x')], { vault: undefined })).toBe(true)
  })
})
