import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin, type Huiyin, memoryStorage, type Storage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { describe, expect, it } from 'vitest'
import { cityActors as actors, cityGrid, seedCity } from '../city.js'
import { simulatedClock } from '../simulated-clock.js'
import { linearizable, type Operation, type SequentialModel } from './linearizable.js'

type Act = 'claim' | 'returnBack' | 'transfer' | 'dispatch'
type Output = 'ok' | 'refused'

/** A request between dispatch and reply, as far as these four commands go; it may be returned twice. */
const model: SequentialModel<string, Act, Output> = {
  initial: 'dispatched:housing:0',
  step: (state, act) => {
    const [status = '', unit = '', returned] = state.split(':')
    const ok = (next: string, at = unit, returns = Number(returned)) =>
      ({ state: `${next}:${at}:${returns}`, output: 'ok' }) as const
    const withHousing = unit === 'housing' && (status === 'dispatched' || status === 'handling')
    if (act === 'claim' && withHousing && status === 'dispatched') return ok('handling')
    if (act === 'returnBack' && withHousing && Number(returned) < 2)
      return ok('reassigning', unit, Number(returned) + 1)
    if (act === 'dispatch' && status === 'reassigning') return ok('dispatched')
    if (act === 'transfer' && withHousing) return ok('dispatched', 'water')
    return { state, output: 'refused' }
  },
  key: (state) => state,
  same: (one, other) => one === other,
}

async function raced(create: (process: number) => Storage, processes: number, workers: number, requests: number) {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyins: Huiyin[] = []
  for (let process = 0; process < processes; process++) {
    const huiyin = createHuiyin({ storage: create(process), platform: { clock } })
    await huiyin.start()
    if (process === 0) await seedCity(huiyin)
    huiyins.push(huiyin)
  }
  const [first] = huiyins
  if (first === undefined) throw new Error('No process.')
  for (const huiyin of huiyins) await huiyin.tick()
  const ids = Array.from({ length: requests }, (_, n) => `q-${n}`)
  for (const id of ids) {
    await first.requests.submit(
      id,
      { category: 'heating', area: cityGrid, description: '不热' },
      { by: actors.resident },
    )
    await first.requests.dispatch(id, { unit: 'housing' }, { by: actors.desk })
  }
  let time = 0
  const histories = new Map<string, Operation<Act, Output>[]>(ids.map((id) => [id, []]))
  let state = 12345
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % below
  }
  async function worker(number: number): Promise<void> {
    const { requests: commands } = huiyins[number % processes] as Huiyin
    for (let n = 0; n < 12; n++) {
      const id = ids[random(requests)] as string
      const act = (['claim', 'claim', 'returnBack', 'dispatch', 'transfer'] as const)[random(n < 8 ? 4 : 5)] as Act
      const called = time++
      const result = await {
        claim: () => commands.claim(id, {}, { by: actors.housing }),
        returnBack: () => commands.returnBack(id, { reason: '非本单位职责' }, { by: actors.housing }),
        dispatch: () => commands.dispatch(id, { unit: 'housing' }, { by: actors.chief }),
        transfer: () => commands.transfer(id, { unit: 'water', reason: '管道' }, { by: actors.chief }),
      }[act]()
      histories.get(id)?.push({ called, answered: time++, input: act, output: result.ok ? 'ok' : 'refused' })
    }
  }
  await Promise.all(Array.from({ length: workers }, (_, number) => worker(number)))
  for (const huiyin of huiyins) await huiyin.stop()
  return [...histories.values()]
}

describe('the check', () => {
  const claimed = (
    called: number,
    answered: number | undefined,
    output: Output | undefined = 'ok',
  ): Operation<Act, Output> => ({
    called,
    answered,
    input: 'claim',
    output,
  })
  it('accepts one winner, and refuses two', () => {
    expect(linearizable([claimed(0, 2), claimed(1, 3, 'refused')], model)).toBe(true)
    expect(linearizable([claimed(0, 2), claimed(1, 3)], model)).toBe(false)
  })
  it('refuses an answer that only a later command explains', () => {
    expect(linearizable([claimed(0, 1, 'refused'), claimed(2, 3)], model)).toBe(false)
    expect(linearizable([claimed(0, 3, 'refused'), claimed(1, 2)], model)).toBe(true)
  })
  it('lets a call that was never answered have happened, or not', () => {
    expect(linearizable([claimed(0, undefined, undefined), claimed(1, 2, 'refused')], model)).toBe(true)
    expect(linearizable([claimed(0, undefined, undefined), claimed(1, 2)], model)).toBe(true)
  })
})

describe('fifty workers claiming, returning, dispatching and transferring', () => {
  it.each([
    ['memory, one instance', 1],
    ['memory, five instances', 5],
  ] as const)('see one request behave like one request: on %s', async (_name, processes) => {
    const storage = memoryStorage()
    const histories = await raced(() => storage, processes, 50, 100)
    expect(histories.flat().length).toBe(600)
    expect(histories.flat().some((each) => each.output === 'ok' && each.input === 'returnBack')).toBe(true)
    expect(histories.filter((history) => !linearizable(history, model))).toEqual([])
  })

  it('see it on one SQLite file opened four times', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'huiyin-linear-'))
    const histories = await raced(() => sqliteStorage({ path: join(folder, 'city.db'), ballast: 0 }), 4, 50, 100)
    rmSync(folder, { recursive: true, force: true })
    expect(histories.filter((history) => !linearizable(history, model))).toEqual([])
  })

  it('would not, on a storage that reads the version and then writes without asking again: the check finds it', async () => {
    const storage = memoryStorage()
    const naive: Storage = {
      ...storage,
      commit: async (changes) => {
        const versions = await Promise.all(changes.map(async (one) => (await storage.load(one)).record?.version ?? 0))
        const fit = changes.every((one, n) => one.expectedVersion === versions[n])
        if (!fit) return changes.map((_, n) => ({ kind: 'conflict', version: versions[n] as number }))
        await Promise.resolve()
        for (const one of changes) {
          const now = (await storage.load(one)).record?.version ?? 0
          await storage.commit([{ ...one, expectedVersion: now, version: now + one.events.length }])
        }
        return changes.map(() => ({ kind: 'committed' }))
      },
    }
    const histories = await raced(() => naive, 5, 50, 100)
    expect(histories.filter((history) => !linearizable(history, model)).length).toBeGreaterThan(3)
  })
})
