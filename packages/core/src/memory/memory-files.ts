import { createByteHash } from '#platform'
import type { HashAlgorithm } from '../contracts/digest.js'
import type { ByteStream, FileAbout, Files } from '../contracts/files.js'
import { checkFile, checkFileRef } from '../file/check-file.js'
import { checkedBytes, keptAlready } from '../file/checked-bytes.js'

interface Controller {
  enqueue(bytes: Uint8Array): void
  close(): void
}
type StreamClass = new (source: { pull(controller: Controller): void }) => ByteStream

// Every platform with Web streams has it under this name.
const platform = globalThis as unknown as { readonly ReadableStream: StreamClass }

function streamOf(chunks: readonly Uint8Array[]): ByteStream {
  let next = 0
  return new platform.ReadableStream({
    pull: (controller) => {
      const chunk = chunks[next++]
      // A copy: whoever reads may write into what they were given.
      if (chunk === undefined) controller.close()
      else controller.enqueue(chunk.slice())
    },
  })
}

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
    for await (const chunk of checkedBytes(bytes, about, createByteHash(algorithm))) chunks.push(chunk.slice())
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

  return Object.freeze({ contract: 'huiyin.files/1', name: 'memory', put, get, remove })
}
