import { deepEqual, equal, rejects } from '../conformance/assert.js'
import { aboutOf, type FilesFacet, holds, holdsNothing, put, readerOf, someBytes, streamOf } from './kit.js'

const bytes = someBytes(20_000)
const others = someBytes(20_000, 2)

/** Putting again. */
export const repetitions: FilesFacet = {
  name: 'repetitions',
  tests: [
    [
      'takes the same bytes again and changes nothing, the type neither',
      async ({ files }) => {
        await put(files, 'same', bytes)
        const { stream, isOver } = streamOf(bytes)
        await files.put('same', stream, aboutOf(bytes, 'image/png'))
        equal(isOver(), true, 'the stream was read to its end or cancelled')
        await holds(files, 'same', bytes)
      },
    ],
    [
      'refuses other bytes under the same reference, and keeps the first',
      async ({ files }) => {
        await put(files, 'taken', bytes)
        const { stream, isOver } = streamOf(others)
        await rejects(() => files.put('taken', stream, aboutOf(others)), 'invalid-input', 'other bytes')
        equal(isOver(), true, 'the stream was read to its end or cancelled')
        await holds(files, 'taken', bytes)
      },
    ],
  ],
}

/** Removing. */
export const removals: FilesFacet = {
  name: 'removals',
  tests: [
    [
      'removes for good, as often as asked, also what never was',
      async ({ files }) => {
        await put(files, 'gone', bytes)
        await files.remove('gone')
        await holdsNothing(files, 'gone', 'it is gone')
        await files.remove('gone')
        await files.remove('never-there')
        await put(files, 'gone', others)
        await holds(files, 'gone', others)
      },
    ],
    [
      'lets a stream that is being read go on or fail, but never end early',
      async ({ files }) => {
        const long = someBytes(500_000)
        await put(files, 'read', long)
        const reader = await readerOf(files, 'read')
        let size = (await reader.read()).value?.length ?? 0
        await files.remove('read')
        const ending = await (async () => {
          for (;;) {
            const { done, value } = await reader.read()
            if (done) return 'end'
            size += value.length
          }
        })().catch(() => 'failure')
        if (ending === 'end') equal(size, long.length, 'how many bytes came before the end')
      },
    ],
  ],
}

/** Several at the same time. */
export const races: FilesFacet = {
  name: 'races',
  tests: [
    [
      'takes the same file from many at once',
      async ({ files, reopen }) => {
        const stores = [files, reopen === undefined ? files : await reopen()]
        await Promise.all(Array.from({ length: 12 }, (_, at) => put(stores[at % 2] ?? files, 'race', bytes)))
        await holds(files, 'race', bytes)
      },
    ],
    [
      'keeps one of several different files that are put at once, whole, and refuses the others',
      async ({ files, reopen }) => {
        const stores = [files, reopen === undefined ? files : await reopen()]
        for (let round = 0; round < 5; round++) {
          const ref = `round-${round}`
          const puts = Array.from({ length: 6 }, (_, seed) => someBytes(20_000, seed))
          const results = await Promise.allSettled(puts.map((each, at) => put(stores[at % 2] ?? files, ref, each)))
          const kept = results.flatMap(({ status }, at) => (status === 'fulfilled' ? [at] : []))
          deepEqual(kept.length, 1, 'how many were taken')
          for (const each of results)
            if (each.status === 'rejected')
              await rejects(() => Promise.reject(each.reason), 'invalid-input', 'the others')
          await holds(files, ref, puts[kept[0] ?? 0] as Uint8Array)
        }
      },
    ],
    [
      'keeps files apart that are put at once',
      async ({ files }) => {
        const all = Array.from({ length: 20 }, (_, seed) => someBytes(3000 + seed, seed))
        await Promise.all(all.map((each, at) => put(files, `own-${at}`, each)))
        for (const [at, each] of all.entries()) await holds(files, `own-${at}`, each)
      },
    ],
  ],
}
