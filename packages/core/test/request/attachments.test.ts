import { createHash } from 'node:crypto'
import { cityActors as actors, cityCatalogue } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Files } from '../../src/contracts/files.js'
import { hearerOf } from '../../src/delivery/who-hears.js'
import { AdapterError, NotPermittedError } from '../../src/errors.js'
import { memoryFiles } from '../../src/memory/memory-files.js'
import { bytesOf, type CityActor, filesCity, handledWithFile, textOf } from './files-city.js'

const day = 86_400_000
const jpeg = { type: 'image/jpeg' }

describe('bytes that are put', () => {
  it('are kept with their size and digest, hashed by the digest of the records', async () => {
    const { put, store } = await filesCity()
    const file = await put(actors.resident, 'abc')
    expect(file).toMatchObject({
      type: 'image/jpeg',
      size: 3,
      digest: 'sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    })
    expect(await textOf((await store.get(file.ref))?.bytes)).toBe('abc')
  })

  it('go to the store as they come when their size and digest are known', async () => {
    const { files: kept } = await filesCity()
    const digest = `sha256:${createHash('sha256').update('abc').digest('hex')}`
    expect(await kept.newRef({ by: actors.resident } as never)).toBeTypeOf('string')
    const { huiyin } = await filesCity()
    const known = await huiyin.files.put(bytesOf('abc'), { ...jpeg, size: 3, digest, by: actors.resident })
    expect(known).toMatchObject({ ok: true, file: { size: 3, digest } })
    const other = huiyin.files.put(bytesOf('abd'), { ...jpeg, size: 3, digest, by: actors.resident })
    await expect(other).rejects.toMatchObject({ code: 'invalid-input' })
    const half = huiyin.files.put(bytesOf('abc'), { ...jpeg, size: 3, by: actors.resident } as never)
    await expect(half).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(huiyin.files.put(bytesOf(''), { ...jpeg, by: actors.resident })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })

  it('of a type or size that the place does not take are refused before the store is asked', async () => {
    const { huiyin, asked, report } = await filesCity({ attachments: { maxSize: 10 } })
    const svg = await huiyin.files.put(bytesOf('<svg/>'), { type: 'image/svg+xml', by: actors.resident })
    expect(svg).toMatchObject({
      ok: false,
      refusal: { code: 'attachment-type-not-taken', details: { path: ['type'] } },
    })
    const large = await huiyin.files.put(bytesOf('more than ten'), { ...jpeg, by: actors.resident })
    expect(large).toMatchObject({ ok: false, refusal: { code: 'attachment-too-large', details: { limit: 10 } } })
    const ref = huiyin.files.newRef({ by: actors.resident })
    const attachments = [{ ref, type: 'text/html', size: 3, digest: `sm3:${'0'.repeat(64)}` }]
    const named = await huiyin.requests.submit({ ...report, attachments }, { by: actors.resident })
    expect(named).toMatchObject({ refusal: { details: { path: ['input', 'attachments', '0', 'type'] } } })
    expect(asked).toEqual([])
  })
})

describe('a file that a command names', () => {
  it('is written with its digest, whose it is and of which step; what it was called goes to the vault', async () => {
    const { requests, file, put } = await handledWithFile()
    const added = await put(actors.resident, 'another')
    await requests.supplement('q-1', { text: '见图。', attachments: [added] }, { by: actors.resident })
    await requests.reply('q-1', { text: '已修。', attachments: [await put(actors.housing)] }, { by: actors.housing })
    const { attachments = [] } = await requests.get('q-1', { by: actors.desk })
    const [row] = (await requests.queue({ by: actors.desk, view: 'all' })).items
    expect(row?.attachments).toBe(attachments.length)
    expect(attachments.map(({ step, round, by }) => [step, round, by.id])).toEqual([
      ['report', 0, 'res-1'],
      ['supplement', 0, 'res-1'],
      ['proof', 0, 'officer-housing'],
    ])
    const { name: _, ...written } = file
    expect(attachments[0]).toMatchObject({ ...written, name: { ref: expect.any(String) } })
    expect(JSON.stringify(await requests.history('q-1', { by: actors.desk }))).not.toContain('张三')
  })

  it('was put by who attaches it, with these bytes, and not long ago', async () => {
    const { requests, put, clock, store } = await handledWithFile()
    const attach = (attachments: readonly object[], by = actors.resident as CityActor) =>
      requests.attach('q-1', { attachments: attachments as never }, { by })
    const unknown = { ok: false, refusal: { code: 'file-unknown' } }
    const mine = await put(actors.resident, 'mine')
    expect(await attach([mine], actors.desk)).toMatchObject(unknown)
    expect(await attach([{ ...mine, size: 5 }])).toMatchObject(unknown)
    expect(await attach([{ ...mine, digest: `sm3:${'0'.repeat(64)}` }])).toMatchObject(unknown)
    await store.remove(mine.ref)
    expect(await attach([mine])).toMatchObject(unknown)
    const old = await put(actors.resident, 'old')
    clock.set(clock.now() + 8 * day)
    expect(await attach([old])).toMatchObject(unknown)
    expect(await attach([await put(actors.resident)])).toMatchObject({ ok: true })
  })

  it('is named once, and again only with the key of the first time, also after it was erased', async () => {
    const { huiyin, requests, put, store } = await handledWithFile()
    const attachments = [await put(actors.resident, 'once')]
    const options = { by: actors.resident, key: 'k' }
    expect(await requests.attach('q-1', { attachments }, options)).toMatchObject({ ok: true })
    const again = await requests.attach('q-1', { attachments }, { by: actors.resident })
    expect(again).toMatchObject({ refusal: { code: 'attachment-repeated' } })
    const { ref } = attachments[0] as { ref: string }
    await requests.eraseAttachment('q-1', { ref, reason: '传错了' }, { by: actors.resident })
    await huiyin.tick()
    expect(await store.get(ref)).toBeUndefined()
    expect(await requests.attach('q-1', { attachments }, options)).toMatchObject({ ok: true })
    const twice = requests.attach('q-1', { attachments: [...attachments, ...attachments] }, { by: actors.resident })
    await expect(twice).rejects.toMatchObject({
      issues: [{ code: 'named-twice', path: ['input', 'attachments', 1, 'ref'] }],
    })
  })

  it('tells the unit and the resident when it belongs to the report, and nobody when it shows handling', async () => {
    const { requests, put } = await handledWithFile()
    await requests.attach('q-1', { attachments: [await put(actors.housing)] }, { by: actors.housing })
    await requests.attach('q-1', { attachments: [await put(actors.resident, 'b')] }, { by: actors.resident })
    const { progress } = await requests.forResident('q-1', { by: actors.resident })
    expect(progress.filter(({ title }) => title.zh.includes('附件'))).toHaveLength(1)
    const facts = await requests.get('q-1', { by: actors.desk })
    const attached = (await requests.history('q-1', { by: actors.desk })).filter(
      ({ type }) => type === 'request.attached',
    )
    expect(attached.map((event) => hearerOf('unit', event, facts, () => ''))).toEqual([undefined, 'housing'])
  })
})

describe('erasing', () => {
  it('one file takes its bytes and its name; digest and event stay, and the record verifies', async () => {
    const { huiyin, requests, store, file } = await handledWithFile()
    const erased = await requests.eraseAttachment('q-1', { ref: file.ref, reason: '拍到了门牌' }, { by: actors.desk })
    expect(erased).toMatchObject({ ok: true })
    expect(await requests.openAttachment('q-1', file.ref, { by: actors.desk })).toBeUndefined()
    await huiyin.tick()
    expect(await store.get(file.ref)).toBeUndefined()
    const [view] = await requests.attachments('q-1', { by: actors.desk })
    expect(view).toMatchObject({ digest: file.digest, erasedAt: expect.any(Number), mayOpen: false })
    expect(view?.name).toBeUndefined()
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
  })

  it('the texts of a request takes all of its files', async () => {
    const { huiyin, requests, store, file, put } = await handledWithFile()
    const proof = await put(actors.housing)
    await requests.reply('q-1', { text: '已修。', attachments: [proof] }, { by: actors.housing })
    await requests.rate('q-1', { grade: 5 }, { by: actors.resident })
    const erased = await requests.eraseTextsOf('res-1', { basis: 'consentWithdrawn' }, { by: actors.securityAdmin })
    expect(erased).toMatchObject({ erased: ['q-1'], refused: [] })
    const [last] = (await requests.history('q-1', { by: actors.auditor })).slice(-1)
    expect(last).toMatchObject({ type: 'request.textsErased', data: { attachments: 2 } })
    await huiyin.tick()
    expect(await Promise.all([file.ref, proof.ref].map((ref) => store.get(ref)))).toEqual([undefined, undefined])
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
    const again = await requests.eraseTexts('q-1', { basis: 'consentWithdrawn' }, { by: actors.securityAdmin })
    expect(again).toMatchObject({ ok: true, events: [] })
  })

  it('waits for a store that is away, and holds up nothing else', async () => {
    let away = true
    const kept = memoryFiles()
    const files: Files = {
      ...kept,
      remove: async (ref) => {
        if (away) throw new AdapterError({ adapter: 'memory', operation: 'remove', message: 'away', retryable: true })
        await kept.remove(ref)
      },
    }
    const { huiyin, requests, file, clock } = await handledWithFile({ files })
    await requests.eraseAttachment('q-1', { ref: file.ref, reason: '传错了' }, { by: actors.resident })
    await huiyin.tick()
    expect(await kept.get(file.ref)).toBeDefined()
    expect(await requests.supplement('q-1', { text: '另图。' }, { by: actors.resident })).toMatchObject({ ok: true })
    away = false
    clock.set(clock.now() + day)
    await huiyin.tick()
    expect(await kept.get(file.ref)).toBeUndefined()
  })
})

describe('proof of handling', () => {
  it('is demanded by the catalogue, category by category', async () => {
    const { requests, catalogue, put } = await handledWithFile()
    const categories = cityCatalogue.categories.map((each) =>
      each.code === 'heating' ? { ...each, proofRequired: true } : each,
    )
    await catalogue.import({ ...cityCatalogue, categories }, { by: actors.systemAdmin })
    const reply = (attachments?: readonly object[]) =>
      requests.reply(
        'q-1',
        { text: '已修。', ...(attachments && { attachments: attachments as never }) },
        { by: actors.housing },
      )
    expect(await reply()).toMatchObject({ ok: false, refusal: { code: 'proof-missing', kind: 'state' } })
    expect(await reply([await put(actors.housing)])).toMatchObject({ ok: true })
  })
})

describe('a check of the file store', () => {
  it('names what is missing, wrong, left over and unused', async () => {
    const { huiyin, requests, store, put, clock, file } = await handledWithFile()
    const named = [
      await put(actors.resident, 'b'),
      await put(actors.resident, 'c'),
      await put(actors.resident, 'd'),
    ] as const
    await requests.attach('q-1', { attachments: [...named] }, { by: actors.resident })
    expect(await huiyin.files.check({ by: actors.auditor })).toEqual({
      ok: true,
      files: 4,
      missing: [],
      wrong: [],
      left: [],
      unused: [],
    })
    const [missing, wrong, left] = named
    await store.remove(missing.ref)
    await store.remove(wrong.ref)
    const digest = `sha256:${createHash('sha256').update('x').digest('hex')}` as const
    await store.put(wrong.ref, bytesOf('x'), { type: 'image/jpeg', size: 1, digest })
    await requests.eraseAttachment('q-1', { ref: left.ref, reason: '传错了' }, { by: actors.resident })
    const unused = await put(actors.neighbour)
    await store.put('of another application', bytesOf('x'), { type: 'image/jpeg', size: 1, digest })
    clock.set(clock.now() + 9 * day)
    const request = 'q-1'
    expect(await huiyin.files.check({ by: actors.auditor })).toEqual({
      ok: false,
      files: 4,
      missing: [{ request, ref: missing.ref }],
      wrong: [{ request, ref: wrong.ref }],
      left: [{ request, ref: left.ref }],
      unused: [unused.ref],
    })
    expect(await huiyin.files.removeUnused({ by: actors.systemAdmin })).toEqual({ removed: 1 })
    expect(await store.get(unused.ref)).toBeUndefined()
    expect(await store.get(file.ref)).toBeDefined()
    expect(await store.get('of another application')).toBeDefined()
  })

  it('is for auditors, and removing for administrators', async () => {
    const { huiyin } = await filesCity()
    await expect(huiyin.files.check({ by: actors.desk })).rejects.toThrow(NotPermittedError)
    await expect(huiyin.files.removeUnused({ by: actors.auditor })).rejects.toThrow(NotPermittedError)
  })
})
