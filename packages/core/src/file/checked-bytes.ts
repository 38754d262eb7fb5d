import type { ByteHash, ByteStream, FileAbout } from '../contracts/files.js'
import { unfit } from '../errors/input-issue.js'
import { InvalidInputError } from '../errors.js'

interface Reader {
  read(): Promise<{ readonly done: boolean; readonly value?: unknown }>
  cancel(reason?: unknown): Promise<void>
}

const wrong = (field: string, zh: string, en: string) => new InvalidInputError([unfit([field], zh, en)], 'file')

/**
 * For file stores: the bytes of a stream, piece by piece, held against what they should be. It throws in place of the end when size or digest differ, as soon
 * as there are too many bytes, and when the stream fails; whoever stops reading it cancels the stream.
 *
 * @throws InvalidInputError for bytes that are not those described
 */
export async function* checkedBytes(bytes: ByteStream, about: FileAbout, hash: ByteHash): AsyncGenerator<Uint8Array> {
  const reader = bytes.getReader() as Reader
  let size = 0
  let ended = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      if (!(value instanceof Uint8Array))
        throw wrong('bytes', '数据流给出的不是字节', 'the stream gives something else')
      size += value.byteLength
      if (size > about.size) throw wrong('size', `多于 ${about.size} 字节`, `there are more than ${about.size} bytes`)
      hash.update(value)
      yield value
    }
    ended = true
    if (size < about.size)
      throw wrong('size', `只有 ${size} 字节，应为 ${about.size}`, `there are ${size} bytes, not ${about.size}`)
    const [algorithm] = about.digest.split(':')
    if (`${algorithm}:${await hash.hex()}` !== about.digest)
      throw wrong('digest', '与字节不符', 'is not that of the bytes')
  } finally {
    // What the stream comes from is let go of; that it fails in doing so changes nothing.
    if (!ended) await reader.cancel().catch(() => {})
  }
}

/** For file stores: what `put` does when a file is there already. Resolves for the same bytes. @throws InvalidInputError for others */
export async function keptAlready(there: FileAbout, bytes: ByteStream, about: FileAbout): Promise<void> {
  await (bytes as { cancel(): Promise<void> }).cancel().catch(() => {})
  if (there.digest === about.digest && there.size === about.size) return
  throw wrong('ref', '已有另一文件', 'is that of another file')
}
