import type { ByteStream } from '../contracts/files.js'

interface Reader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>
  cancel(reason?: unknown): Promise<void>
}

/** Lets go of a stream that nobody reads; that this fails changes nothing. */
export async function letGo(bytes: ByteStream): Promise<void> {
  await (bytes as { cancel(): Promise<void> }).cancel().catch(() => {})
}

/** The pieces of a stream of at most so many bytes; of one that has more, how many were read of it until then, and it is cancelled. */
export async function readBytes(
  bytes: ByteStream,
  most: number,
): Promise<{ readonly size: number; readonly pieces?: readonly Uint8Array[] }> {
  const reader = bytes.getReader() as Reader
  const pieces: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done || value === undefined) return { size, pieces }
    size += value.byteLength
    if (size > most) {
      await reader.cancel().catch(() => {})
      return { size }
    }
    pieces.push(value)
  }
}
