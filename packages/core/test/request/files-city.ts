import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { at } from '@huiyin/testkit/scenario'
import type { ByteStream, Files } from '../../src/contracts/files.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryFiles } from '../../src/memory/memory-files.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'

/** A stream of these letters. */
export const bytesOf = (text: string) => new Blob([text]).stream() as ByteStream
/** What a stream gives, as text. */
export const textOf = async (bytes: unknown) => new Response(bytes as ReadableStream).text()
/** Somebody of the small city. */
export type CityActor = (typeof actors)[keyof typeof actors]

/** The small city with a file store; `asked` lists what the store was asked. */
export async function filesCity(more: Partial<HuiyinOptions> = {}) {
  const clock = simulatedClock(at('2022-01-04 10:00'))
  const [storage, store] = [memoryStorage(), memoryFiles()]
  const asked: string[] = []
  const watched: Files = {
    ...store,
    put: (ref, ...rest) => {
      asked.push('put')
      return store.put(ref, ...rest)
    },
    get: (ref) => {
      asked.push('get')
      return store.get(ref)
    },
  }
  const huiyin = createHuiyin({ storage, files: watched, platform: { clock, ids: simulatedIds(1) }, ...more })
  await huiyin.start()
  await seedCity(huiyin)
  const put = async (by: CityActor, text = 'a photograph') => {
    const result = await huiyin.files.put(bytesOf(text), { type: 'image/jpeg', by })
    if (!result.ok) throw new Error(result.refusal.code)
    return result.file
  }
  const report = { category: 'heating', area: cityGrid, description: '家中不热。' }
  return { huiyin, storage, store, clock, asked, put, report, ...huiyin }
}

/** A report with a picture that the unit has claimed. */
export async function handledWithFile(more: Partial<HuiyinOptions> = {}, report: object = {}) {
  const made = await filesCity(more)
  const file = { ...(await made.put(actors.resident)), name: '张三家.jpg' }
  const reported = await made.requests.submit(
    'q-1',
    { ...made.report, ...report, attachments: [file] },
    { by: actors.resident },
  )
  if (!reported.ok) throw new Error(reported.refusal.code)
  await made.requests.dispatch('q-1', { by: actors.desk })
  await made.requests.claim('q-1', { by: actors.housing })
  return { ...made, file }
}
