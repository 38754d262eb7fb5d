import { createHash } from 'node:crypto'
import { link, mkdir, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import {
  type ByteHash,
  type ByteStream,
  checkedBytes,
  checkFile,
  checkFileRef,
  type FileAbout,
  type Files,
  keptAlready,
} from '@huiyin/core/contracts'
import { adapting, unlessMissing } from './adapting.js'
import { createDrafts, syncFolder } from './drafts.js'
import { describedAt, headerOf, refAt } from './header.js'
import { filesIn, foldersIn, placeOf } from './place.js'
import { streamOf } from './stream-of.js'

/** Where a local file store keeps its files. */
export interface LocalFilesOptions {
  /** The folder, made with the first file. It must be on a file system with hard links, and may be shared by several processes. */
  readonly folder: string
}

function hashFor({ digest }: FileAbout): ByteHash {
  const hash = createHash(digest.split(':')[0] as string)
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') }
}

// What the stream fails with is the caller's; what the file system fails with is the store's.
class StreamFailure extends Error {}

async function* written(header: Uint8Array, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield header
  try {
    yield* bytes
  } catch (cause) {
    throw new StreamFailure('the stream failed', { cause })
  }
}

/**
 * Files in a folder, one file each. A file is written beside, made to last, and linked to its name in one step, so that a process or a machine that dies
 * leaves no half file under it; a digest that differs is an error when it is read.
 *
 * @example
 * ```ts
 * import { localFiles } from '@huiyin/files-local'
 *
 * const files = localFiles({ folder: 'attachments' })
 * console.log(await files.get('photo-1')) // undefined
 * ```
 */
export function localFiles({ folder: given }: LocalFilesOptions): Files {
  // Fixed now: a process that changes its working directory must not lose its files.
  const root = resolve(given)
  const drafts = createDrafts(root)

  // Linking does not replace: of several at the same time, also in other processes, the first is kept.
  async function publish(draft: string, ref: string, bytes: ByteStream, about: FileAbout): Promise<void> {
    const { folder, path } = placeOf(root, ref)
    if ((await mkdir(folder, { recursive: true })) !== undefined) await syncFolder(root)
    try {
      await link(draft, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const winner = await describedAt(path, ref)
      // It was removed in between.
      return winner === undefined ? publish(draft, ref, bytes, about) : keptAlready(winner.about, bytes, about)
    }
    await syncFolder(folder)
  }

  async function put(ref: string, bytes: ByteStream, about: FileAbout): Promise<void> {
    checkFile(ref, about)
    const { path } = placeOf(root, ref)
    const there = await adapting('put', () => describedAt(path, ref)).catch(async (error) => {
      await bytes.cancel().catch(() => {})
      throw error
    })
    if (there !== undefined) return keptAlready(there.about, bytes, about)
    const pieces = written(headerOf(ref, about), checkedBytes(bytes, about, hashFor(about)))
    try {
      await adapting('put', () => drafts.write(pieces, (draft) => publish(draft, ref, bytes, about)))
    } catch (error) {
      // A draft that could not even be begun has not read the stream.
      await bytes.cancel().catch(() => {})
      const { cause } = error as { readonly cause?: unknown }
      throw cause instanceof StreamFailure ? cause.cause : error
    }
  }

  async function get(ref: string) {
    checkFileRef(ref)
    const { path } = placeOf(root, ref)
    const found = await adapting('get', () => describedAt(path, ref))
    return found === undefined ? undefined : { ...found.about, bytes: streamOf(path, ref, found) }
  }

  async function remove(ref: string): Promise<void> {
    checkFileRef(ref)
    const { folder, path } = placeOf(root, ref)
    await adapting('remove', async () => {
      await rm(path, { force: true })
      await unlessMissing(syncFolder(folder))
    })
  }

  async function* list(): AsyncGenerator<string> {
    for (const folder of await adapting('list', () => foldersIn(root)))
      for (const path of await adapting('list', () => filesIn(folder))) {
        const ref = await adapting('list', () => refAt(path))
        if (ref !== undefined) yield ref
      }
  }

  return Object.freeze({ contract: 'huiyin.files/1', name: 'local', put, get, remove, list })
}
