import { createHash } from 'node:crypto'
import type { ByteStream, FileAbout, Files, StoredFile } from '@huiyin/core/contracts'
import { ConformanceError, deepEqual } from '../conformance/assert.js'
import type { Facet } from '../conformance/kit.js'

/** A file store under test: empty, used by one test alone. */
export interface FilesUnderTest {
  /** The store to prove. */
  readonly files: Files
  /** Another store over the same files, as after a restart or in another process. Absent for one that keeps nothing beyond itself. */
  readonly reopen?: () => Promise<Files>
  /** Called once after the test, passed or not: remove what the store keeps. */
  readonly cleanup: () => Promise<void>
}

/** Makes a file store for one test. */
export type FilesFactory = () => Promise<FilesUnderTest>

/** A group of tests of the Files contract under one name. */
export type FilesFacet = Facet<FilesUnderTest>

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}` as const

/** Bytes of every value, which differ from those of another seed. */
export function someBytes(size: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + seed * 7 + (at >> 8)) % 256)
}

/** What is to be said of these bytes. */
export function aboutOf(bytes: Uint8Array, type = 'image/jpeg'): FileAbout {
  return { type, size: bytes.length, digest: sha256(bytes) }
}

/** A stream and what became of it. */
export interface Watched {
  readonly stream: ByteStream
  /** It was read to its end, or cancelled. */
  readonly isOver: () => boolean
}

/** A Web stream of pieces. A piece that is a function is called when it is asked for, and may throw or wait. */
export function streamOf(...pieces: readonly (Uint8Array | (() => Promise<void>))[]): Watched {
  let next = 0
  let over = false
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = pieces[next++]
        if (typeof piece === 'function') {
          await piece().catch((error) => {
            over = true
            throw error
          })
          // Nothing came of it: the next piece, so that the reader is not left waiting.
          return this.pull?.(controller)
        }
        if (piece !== undefined) return controller.enqueue(piece)
        over = true
        controller.close()
      },
      cancel: () => {
        over = true
      },
    },
    { highWaterMark: 0 },
  )
  return { stream, isOver: () => over }
}

/** Puts whole bytes. */
export async function put(files: Files, ref: string, bytes: Uint8Array, about = aboutOf(bytes)): Promise<void> {
  await files.put(ref, streamOf(bytes).stream, about)
}

/** Reads a stream to its end. Rejects when it fails, and when it gives something else than bytes. */
export async function readAll({ bytes }: StoredFile): Promise<Uint8Array> {
  const reader = (bytes as ReadableStream<unknown>).getReader()
  const pieces: Uint8Array[] = []
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return new Uint8Array(Buffer.concat(pieces))
    if (!(value instanceof Uint8Array)) throw new ConformanceError('the stream gives something else than bytes')
    pieces.push(value)
  }
}

/** A reader of a file that must be there. */
export async function readerOf(files: Files, ref: string): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const found = await files.get(ref)
  if (found === undefined) throw new ConformanceError(`the file ${JSON.stringify(ref)} is not there`)
  return (found.bytes as ReadableStream<Uint8Array>).getReader()
}

/** The file must be there, with these bytes and this description. */
export async function holds(files: Files, ref: string, bytes: Uint8Array, about = aboutOf(bytes)): Promise<void> {
  const found = await files.get(ref)
  if (found === undefined) throw new ConformanceError(`the file ${JSON.stringify(ref)} is not there`)
  const { type, size, digest } = found
  deepEqual({ type, size, digest }, about, 'what is said of the file')
  const read = await readAll(found)
  deepEqual([read.length, sha256(read)], [bytes.length, sha256(bytes)], 'size and digest of the bytes read')
}

/** No file must be there. */
export async function holdsNothing(files: Files, ref: string, what: string): Promise<void> {
  const found = await files.get(ref)
  await (found?.bytes as ReadableStream | undefined)?.cancel()
  deepEqual(found === undefined, true, what)
}
