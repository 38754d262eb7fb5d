import { expect, it } from 'vitest'
import { createKeyedMutex } from './keyed-mutex.js'

/** Works under one mutex that end when they are told to, and what was begun so far. */
function works() {
  const { run } = createKeyedMutex()
  const begun: string[] = []
  const ends = new Map<string, (error?: Error) => void>()
  const start = (key: string, name: string) =>
    run(
      key,
      () =>
        new Promise<string>((resolve, reject) => {
          begun.push(name)
          ends.set(name, (error) => (error === undefined ? resolve(name) : reject(error)))
        }),
    )
  const end = async (name: string, error?: Error) => {
    ends.get(name)?.(error)
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  }
  return { start, end, begun }
}

it('work under one key runs one after the other, in the order of the calls; another key does not wait', async () => {
  const { start, end, begun } = works()
  const all = [start('a', '1'), start('a', '2'), start('b', '3')]
  expect(begun).toEqual(['1', '3'])
  await end('1')
  // The third comes while the second runs: it waits for it, not for the first.
  all.push(start('a', '4'))
  expect(begun).toEqual(['1', '3', '2'])
  for (const name of ['2', '4', '3']) await end(name)
  expect(await Promise.all(all)).toEqual(['1', '2', '3', '4'])
})

it('work that fails fails its own caller, and the next goes on', async () => {
  const { start, end, begun } = works()
  const first = start('a', '1')
  const second = start('a', '2')
  const failed = expect(first).rejects.toThrow('no')
  await end('1', new Error('no'))
  await failed
  expect(begun).toEqual(['1', '2'])
  await end('2')
  expect(await second).toBe('2')
})
