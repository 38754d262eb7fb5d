import { createHash } from 'node:crypto'
import { deepEqual, equal } from '../conformance/assert.js'
import { aboutOf, type FilesFacet, holds, holdsNothing, put, readAll, readerOf, someBytes, streamOf } from './kit.js'

/** What was put comes back, whole and as it was. */
export const roundTrips: FilesFacet = {
  name: 'round trips',
  tests: [
    [
      'gives back every byte with type, size and digest; none, one and many',
      async ({ files }) => {
        for (const size of [0, 1, 65_536, 300_001]) {
          const bytes = someBytes(size)
          await put(files, `size-${size}`, bytes)
          await holds(files, `size-${size}`, bytes)
        }
      },
    ],
    [
      'takes bytes in pieces of any size, empty ones among them, and a digest of SM3',
      async ({ files }) => {
        const bytes = someBytes(5000)
        const digest = `sm3:${createHash('sm3').update(bytes).digest('hex')}` as const
        const about = { ...aboutOf(bytes, 'application/pdf; charset=binary'), digest }
        const pieces = [[0, 1], [1, 1], [1, 4096], [4096, 5000]].map(([from, to]) => bytes.subarray(from, to)) // biome-ignore format: pairs
        await files.put('pieces', streamOf(...pieces).stream, about)
        await holds(files, 'pieces', bytes, about)
      },
    ],
    [
      'gives each reader a stream of its own, and harms none when one stops or writes into its bytes',
      async ({ files }) => {
        const bytes = someBytes(200_000)
        await put(files, 'shared', bytes)
        const other = await files.get('shared')
        const reader = await readerOf(files, 'shared')
        const { value } = await reader.read()
        value?.fill(0)
        await reader.cancel()
        if (other !== undefined) equal((await readAll(other)).length, bytes.length, 'bytes that the other reader got')
        await holds(files, 'shared', bytes)
      },
    ],
    [
      'keeps what it was given, whatever is written into the buffer afterwards',
      async ({ files }) => {
        const bytes = someBytes(3000)
        // A view of a larger buffer, as platforms hand them out: its `slice` is another view of it.
        const buffer = Buffer.from(bytes)
        await files.put('buffered', streamOf(buffer).stream, aboutOf(bytes))
        buffer.fill(0)
        await holds(files, 'buffered', bytes)
      },
    ],
    [
      'answers nothing where nothing was put',
      async ({ files }) => holdsNothing(files, 'never-put', 'nothing is there'),
    ],
    [
      'still has everything after it was opened again, where it can be',
      async ({ files, reopen }) => {
        if (reopen === undefined) return
        const bytes = someBytes(70_000)
        await put(files, 'kept', bytes)
        await put(files, 'removed', bytes)
        await files.remove('removed')
        const again = await reopen()
        await holds(again, 'kept', bytes)
        await holdsNothing(again, 'removed', 'what was removed stays so')
        deepEqual(await again.put('kept', streamOf(bytes).stream, aboutOf(bytes)), undefined, 'putting it again')
      },
    ],
  ],
}
