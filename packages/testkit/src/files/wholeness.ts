import { deepEqual, equal, rejects } from '../conformance/assert.js'
import { aboutOf, type FilesFacet, holds, holdsNothing, put, someBytes, streamOf } from './kit.js'

const bytes = someBytes(10_000)
const about = aboutOf(bytes)

/** Bytes that are not those described are not kept. */
export const digests: FilesFacet = {
  name: 'digests',
  tests: [
    [
      'refuses other bytes of the same size',
      async ({ files }) => {
        const forged = someBytes(10_000, 2)
        await rejects(() => files.put('forged', streamOf(forged).stream, about), 'invalid-input', 'other bytes')
        await holdsNothing(files, 'forged', 'nothing is kept of them')
        await put(files, 'forged', bytes)
        await holds(files, 'forged', bytes)
      },
    ],
  ],
}

/** Neither fewer nor more bytes than described. */
export const sizes: FilesFacet = {
  name: 'sizes',
  tests: [
    [
      'refuses fewer bytes and more bytes than were announced, although the digest is theirs',
      async ({ files }) => {
        for (const size of [9_999, 10_001]) {
          const said = { ...about, size }
          await rejects(() => files.put('short', streamOf(bytes).stream, said), 'invalid-input', `${size} announced`)
          await holdsNothing(files, 'short', 'nothing is kept of them')
        }
      },
    ],
    [
      'stops reading a stream that has too many, and does not wait for its end',
      async ({ files }) => {
        const endless = () => new Promise<void>(() => {})
        const { stream, isOver } = streamOf(bytes, bytes, endless)
        await rejects(() => files.put('endless', stream, about), 'invalid-input', 'too many bytes')
        equal(isOver(), true, 'the stream was cancelled')
      },
    ],
  ],
}

/** A stream that fails leaves nothing. */
export const interruptions: FilesFacet = {
  name: 'interruptions',
  tests: [
    [
      'rejects with the error of a stream that fails, and keeps nothing; the next attempt is taken',
      async ({ files }) => {
        const lost = new Error('connection lost')
        const failing = () =>
          files.put('cut', streamOf(bytes.subarray(0, 5000), () => Promise.reject(lost)).stream, about)
        const error = await failing().then(
          () => undefined,
          (reason: unknown) => reason,
        )
        equal(error, lost, 'what it rejects with')
        await holdsNothing(files, 'cut', 'nothing is kept')
        await put(files, 'cut', bytes)
        await holds(files, 'cut', bytes)
      },
    ],
    [
      'shows nothing of a file while it is being put',
      async ({ files }) => {
        let arrived = () => {}
        let goOn = () => {}
        const reading = new Promise<void>((resolve) => {
          arrived = resolve
        })
        const gate = new Promise<void>((resolve) => {
          goOn = resolve
        })
        const wait = async () => {
          arrived()
          await gate
        }
        const { stream } = streamOf(bytes.subarray(0, 5000), wait, bytes.subarray(5000))
        const putting = files.put('under-way', stream, about)
        await reading
        const early = await files.get('under-way')
        await (early?.bytes as ReadableStream | undefined)?.cancel()
        goOn()
        await putting
        deepEqual(early === undefined, true, 'nothing is there before it is whole')
        await holds(files, 'under-way', bytes)
      },
    ],
  ],
}
