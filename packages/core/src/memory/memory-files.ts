import { createByteHash } from '#platform'
import type { HashAlgorithm } from '../contracts/digest.js'
import type { ByteStream, FileAbout, Files } from '../contracts/files.js'
import { checkFile, checkFileRef } from '../file/check-file.js'
import { checkedBytes, keptAlready } from '../file/checked-bytes.js'
import { streamOf } from '../file/stream-of.js'

/** Files in the memory of the process: the reference implementation of the contract, for tests and trials. */
export function memoryFiles(): Files {
  const files = new Map<string, { readonly about: FileAbout; readonly chunks: readonly Uint8Array[] }>()

  async function put(ref: string, bytes: ByteStream, given: FileAbout): Promise<void> {
    checkFile(ref, given)
    const { type, size, digest } = given
    const about = { type, size, digest }
    const there = files.get(ref)
    if (there !== undefined) return keptAlready(there.about, bytes, about)
    const [algorithm] = digest.split(':') as [HashAlgorithm]
    const chunks: Uint8Array[] = []
    for await (const chunk of checkedBytes(bytes, about, createByteHash(algorithm))) chunks.push(new Uint8Array(chunk))
    // Another may have been first meanwhile.
    const winner = files.get(ref)
    if (winner !== undefined) return keptAlready(winner.about, bytes, about)
    files.set(ref, { about, chunks })
  }

  async function get(ref: string) {
    checkFileRef(ref)
    const found = files.get(ref)
    return found === undefined ? undefined : { ...found.about, bytes: streamOf(found.chunks) }
  }

  async function remove(ref: string): Promise<void> {
    checkFileRef(ref)
    files.delete(ref)
  }

  async function* list() {
    yield* [...files.keys()]
  }

  return Object.freeze({ contract: 'huiyin.files/1', name: 'memory', put, get, remove, list })
}
