import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../memory/memory-storage.js'
import { systemDigest as sm3 } from '../platform/node.js'
import { chainEvents, genesis } from '../record/chain.js'
import type { DomainEvent } from '../record/record-kind.js'
import { foldRecord } from './fold-record.js'

const ref = { bucket: 0, type: 'request', id: 'q-1' }
const events = [1, 2, 3].map(
  (seq): DomainEvent => ({
    seq,
    type: 'request.urged',
    at: seq * 1000,
    by: { id: 'a', kind: 'staff' },
    data: { n: seq },
  }),
)
const start = genesis(sm3, ref)
const { rows } = chainEvents(sm3, start, events)

async function faultIn(history: readonly (typeof rows)[number][], record = ref) {
  const storage = { ...memoryStorage(), history: async () => history }
  const folded = await foldRecord({ storage, digest: sm3 }, record, undefined)
  return 'fault' in folded ? folded.fault : undefined
}

describe('a chain', () => {
  it('holds as written', async () => {
    await expect(faultIn(rows)).resolves.toBeUndefined()
  })
  it('names the first event that was edited, removed, moved or slipped in', async () => {
    const [one, two, three] = rows as [(typeof rows)[0], (typeof rows)[0], (typeof rows)[0]]
    expect(await faultIn([one, { ...two, bytes: two.bytes.replace('"n":2', '"n":9') }, three])).toMatchObject({
      seq: 2,
      fault: 'hash',
    })
    expect(await faultIn([one, three])).toMatchObject({ seq: 2, fault: 'gap' })
    expect(await faultIn([one, three, two])).toMatchObject({ seq: 2, fault: 'gap' })
    expect(await faultIn([one, { ...three, seq: 2 }, { ...three, seq: 3 }])).toMatchObject({ seq: 2, fault: 'hash' })
    expect(await faultIn([one, { ...two, at: 7 }, three])).toMatchObject({ seq: 2, fault: 'row' })
  })
  it('belongs to its record: the events of another do not follow', async () => {
    expect(await faultIn(rows, { ...ref, id: 'q-2' })).toMatchObject({
      seq: 1,
      fault: 'hash',
    })
  })
})
