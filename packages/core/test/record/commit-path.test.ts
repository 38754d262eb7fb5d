import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { CommitOutcome } from '../../src/contracts/rows.js'
import type { Storage } from '../../src/contracts/storage.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { AdapterError, isHuiyinError } from '../../src/errors.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'

const clock = () => simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
const report = { category: 'heating', area: cityGrid, description: '家中不热' }
const by = (who: keyof typeof actors, key?: string) => ({ by: actors[who], ...(key !== undefined && { key }) })

async function city(storage: Storage, more: Partial<HuiyinOptions> = {}, seed = 1) {
  // Ids that can be foretold for the first process only: two must not make the same ones.
  const ids = seed === 1 ? { ids: simulatedIds(seed) } : {}
  const huiyin = createHuiyin({ storage, platform: { clock: clock(), ...ids }, ...more })
  await huiyin.start()
  if (seed === 1) await seedCity(huiyin)
  const submit = async () => {
    const result = await huiyin.requests.submit(report, by('resident'))
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  return { huiyin, submit }
}

/** Memory whose calls of one method can be replaced while a test goes on. */
function meddled() {
  const storage = memoryStorage()
  const meddle: { commit?: Storage['commit']; load?: Storage['load'] } = {}
  return {
    storage: {
      ...storage,
      commit: (...given: Parameters<Storage['commit']>) => (meddle.commit ?? storage.commit)(...given),
      load: (...given: Parameters<Storage['load']>) => (meddle.load ?? storage.load)(...given),
    } satisfies Storage,
    inner: storage,
    meddle,
  }
}

describe('a commit of which nobody knows the outcome', () => {
  const lost = () =>
    new AdapterError({
      adapter: 'test',
      operation: 'commit',
      retryable: true,
      message: 'the connection was lost',
      outcome: 'unknown',
    })

  it.each([
    ['had happened', true],
    ['had not happened', false],
  ])('is found out by the command key: once done when it %s', async (_name, happened) => {
    const { storage, inner, meddle } = meddled()
    const { huiyin, submit } = await city(storage)
    const id = await submit()
    meddle.commit = async (...given) => {
      delete meddle.commit
      if (happened) await inner.commit(...given)
      throw lost()
    }
    const result = await huiyin.requests.dispatch(id, {}, by('desk', 'k-1'))
    expect(result.ok && result.events.at(-1)?.type).toBe('request.dispatched')
    expect((await huiyin.requests.history(id, { by: actors.system })).map((each) => each.type)).toEqual([
      'request.submitted',
      'request.accepted',
      'request.dispatched',
    ])
  })

  it('is told as such when finding out fails too, not as the failure of a reading that did nothing', async () => {
    const { storage, inner, meddle } = meddled()
    const { huiyin, submit } = await city(storage)
    const id = await submit()
    meddle.commit = async (...given) => {
      delete meddle.commit
      meddle.load = async () => {
        throw new AdapterError({ adapter: 'test', operation: 'load', retryable: true, message: 'nobody answers' })
      }
      await inner.commit(...given)
      throw lost()
    }
    const dispatched = () => huiyin.requests.dispatch(id, {}, by('desk', 'k-1'))
    const error = await dispatched().catch((thrown: unknown) => thrown)
    expect(isHuiyinError(error, 'adapter-failure') && error.details).toMatchObject({
      operation: 'commit',
      outcome: 'unknown',
    })
    delete meddle.load
    expect(await dispatched()).toMatchObject({ ok: true })
    expect(
      (await huiyin.requests.history(id, { by: actors.system })).filter((each) => each.type === 'request.dispatched'),
    ).toHaveLength(1)
  })

  it('is told to a caller without a key, who alone can know whether to ask again', async () => {
    const { storage, meddle } = meddled()
    const { huiyin, submit } = await city(storage)
    const id = await submit()
    meddle.commit = async () => {
      throw lost()
    }
    const error = await huiyin.requests.dispatch(id, {}, by('desk')).catch((thrown: unknown) => thrown)
    expect(isHuiyinError(error, 'adapter-failure') && error.details).toMatchObject({ outcome: 'unknown' })
  })
})

describe('a change that no storage will write', () => {
  it('fails alone: those it shared a write with are written', async () => {
    const { storage, inner, meddle } = meddled()
    const { huiyin, submit } = await city(storage)
    const ids = await Promise.all(Array.from({ length: 5 }, submit))
    const poisoned = ids[2]
    meddle.commit = (changes, ...rest) =>
      changes.some((each) => each.id === poisoned)
        ? Promise.reject(new AdapterError({ adapter: 'test', operation: 'commit', message: 'a constraint' }))
        : inner.commit(changes, ...rest)
    const results = await Promise.allSettled(ids.map((id) => huiyin.requests.dispatch(id, {}, by('desk'))))
    expect(results.map((each) => each.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
    delete meddle.commit
    expect(await huiyin.requests.dispatch(poisoned as string, {}, by('desk'))).toMatchObject({ ok: true })
  })
})

describe('more commands than can be carried out', () => {
  it('are turned away before anything is begun, and the others are done', async () => {
    const { storage, meddle, inner } = meddled()
    const { huiyin, submit } = await city(storage, { limits: { maxInFlight: 3 } })
    const ids = [await submit(), await submit(), await submit(), await submit()]
    let loads = 0
    meddle.load = (...given) => {
      loads++
      return inner.load(...given)
    }
    const results = await Promise.allSettled(ids.map((id) => huiyin.requests.dispatch(id, {}, by('desk', id))))
    expect(results.map((each) => each.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
    const { reason } = results[3] as PromiseRejectedResult
    expect(isHuiyinError(reason, 'overloaded') && reason.details).toEqual({ waiting: 3 })
    expect(loads).toBe(0)
    expect(await huiyin.requests.dispatch(ids[3] as string, {}, by('desk', ids[3]))).toMatchObject({ ok: true })
  })

  it('never include what time asks for: that is what empties the queue', async () => {
    const { huiyin, submit } = await city(memoryStorage(), { limits: { maxInFlight: 1 } })
    const id = await submit()
    const tick = huiyin.tick(Date.parse('2022-03-01T10:00:00+08:00'))
    expect((await tick).deadlines).toBeGreaterThan(0)
    expect((await huiyin.requests.history(id, { by: actors.system })).length).toBeGreaterThan(1)
  })
})

describe('a record kept at hand', () => {
  it('saves the reading of it before the next command', async () => {
    const { storage, meddle } = meddled()
    const { huiyin, submit } = await city(storage)
    const id = await submit()
    meddle.load = () => {
      throw new Error('read')
    }
    expect(await huiyin.requests.dispatch(id, {}, by('desk'))).toMatchObject({ ok: true })
  })

  it('is none where none are to be kept', async () => {
    const { storage, meddle } = meddled()
    const { huiyin, submit } = await city(storage, { limits: { cachedRecords: 0 } })
    const id = await submit()
    meddle.load = () => {
      throw new Error('read')
    }
    await expect(huiyin.requests.dispatch(id, {}, by('desk'))).rejects.toThrow('read')
  })

  it('is never the reason for a refusal: what another process did meanwhile counts', async () => {
    const storage = memoryStorage()
    const [one, two] = [await city(storage), await city(storage, {}, 2)]
    const id = await one.submit()
    await one.huiyin.requests.dispatch(id, {}, by('desk'))
    // For the first process the matter is still waiting to be claimed.
    await two.huiyin.requests.claim(id, {}, by('housing'))
    await two.huiyin.requests.returnBack(id, { reason: '非本单位职责' }, by('housing'))
    expect(await one.huiyin.requests.claim(id, {}, by('housing'))).toMatchObject({
      ok: false,
      refusal: { code: 'wrong-state' },
    })
    await two.huiyin.requests.dispatch(id, { unit: 'water' }, by('desk'))
    expect(await one.huiyin.requests.claim(id, {}, by('water'))).toMatchObject({ ok: true })
    // Nor because of the version that a caller has seen: the newest is there for whoever reads it.
    await two.huiyin.requests.urge(id, {}, by('resident'))
    const expectedVersion = (await two.huiyin.requests.get(id, { by: actors.system })).version
    expect(await one.huiyin.requests.supervise(id, {}, { ...by('chief'), expectedVersion })).toMatchObject({ ok: true })
    expect((await one.huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
  })

  it('does not hide the first answer to a key that another process answered', async () => {
    const storage = memoryStorage()
    const [one, two] = [await city(storage), await city(storage, {}, 2)]
    const id = await one.submit()
    const first = await two.huiyin.requests.dispatch(id, {}, by('desk', 'k-1'))
    expect(await one.huiyin.requests.dispatch(id, {}, by('desk', 'k-1'))).toEqual(first)
  })

  it('is not what a reader sees', async () => {
    const storage = memoryStorage()
    const [one, two] = [await city(storage), await city(storage, {}, 2)]
    const id = await one.submit()
    await two.huiyin.requests.dispatch(id, {}, by('desk'))
    expect((await one.huiyin.requests.get(id, { by: actors.system })).status).toBe('dispatched')
  })
})

describe('a transaction of the host', () => {
  it('is refused before any I/O where the storage has none to join', async () => {
    const { storage, meddle } = meddled()
    const { huiyin, submit } = await city(storage)
    const id = await submit()
    meddle.load = () => {
      throw new Error('read')
    }
    const error = await huiyin.requests.dispatch(id, {}, { ...by('desk'), tx: {} }).catch((thrown: unknown) => thrown)
    expect(isHuiyinError(error, 'configuration')).toBe(true)
  })

  it('is handed to the storage with the reading and the change, which then shares no write with others', async () => {
    const { storage, inner, meddle } = meddled()
    const seen: unknown[] = []
    const joining = { ...storage, capabilities: { ...storage.capabilities, hostTransaction: true } }
    const { huiyin, submit } = await city(joining)
    const id = await submit()
    const tx = { name: 'of the host' }
    meddle.load = (ref, beside) => {
      const { tx, ...others } = beside ?? {}
      seen.push(tx)
      return inner.load(ref, others)
    }
    meddle.commit = async (changes, within): Promise<readonly CommitOutcome[]> => {
      seen.push(within?.tx, changes.length)
      return inner.commit(changes)
    }
    expect(await huiyin.requests.dispatch(id, {}, { ...by('desk'), tx })).toMatchObject({ ok: true })
    expect(seen).toEqual([tx, tx, 1])
    expect(seen[0]).toBe(tx)
  })
})

describe('stopping', () => {
  it('waits for every command under way, and loses none', async () => {
    const storage = memoryStorage()
    const { huiyin, submit } = await city(storage)
    const ids = await Promise.all(Array.from({ length: 20 }, submit))
    const dispatched = ids.map((id) => huiyin.requests.dispatch(id, {}, by('desk')))
    await Promise.resolve()
    await huiyin.stop()
    const results = await Promise.allSettled(dispatched)
    const acknowledged = results.filter((each) => each.status === 'fulfilled').length
    const { huiyin: next } = await city(storage, {}, 2)
    const done = (await next.requests.find({ status: 'dispatched' }, { by: actors.system })).items.length
    expect(done).toBe(acknowledged)
    expect(acknowledged).toBe(20)
  })
})
