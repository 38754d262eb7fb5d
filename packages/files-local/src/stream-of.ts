import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { AdapterError, type ByteStream } from '@huiyin/core/contracts'
import { adapting, storeName } from './adapting.js'
import { type Described, readHeader } from './header.js'

const pieceSize = 65_536

/**
 * The bytes of a stored file. The file is opened with the first piece, so that a stream nobody reads holds nothing. In the place of the end there is an
 * error when the digest differs: whoever reads to the end has what was put.
 */
export function streamOf(path: string, ref: string, { about, start }: Described): ByteStream {
  const [algorithm, expected] = about.digest.split(':') as [string, string]
  const hash = createHash(algorithm)
  let file: FileHandle | undefined
  let at = start

  async function opened(): Promise<FileHandle> {
    file = await open(path, 'r')
    const now = await readHeader(file, ref)
    if (now.about.digest !== about.digest || now.start !== start)
      throw new AdapterError({
        adapter: storeName,
        operation: 'get',
        retryable: true,
        message: 'the file was replaced before it was read',
      })
    return file
  }

  async function close(): Promise<void> {
    const open = file
    file = undefined
    await open?.close()
  }

  async function pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    try {
      await adapting('get', async () => {
        const from = file ?? (await opened())
        const left = start + about.size - at
        const { bytesRead, buffer } = await from.read(Buffer.alloc(Math.min(pieceSize, left)), 0, undefined, at)
        if (bytesRead > 0) {
          const piece = new Uint8Array(buffer.subarray(0, bytesRead))
          hash.update(piece)
          at += bytesRead
          return controller.enqueue(piece)
        }
        if (left > 0 || hash.digest('hex') !== expected)
          throw new AdapterError({
            adapter: storeName,
            operation: 'get',
            message: 'the stored bytes are not those that were put',
          })
        await close()
        controller.close()
      })
    } catch (error) {
      await close().catch(() => {})
      throw error
    }
  }

  return new ReadableStream<Uint8Array>({ pull, cancel: close }, { highWaterMark: 0 })
}
