import { createHash } from 'node:crypto'
import { writeSync } from 'node:fs'
import { localFiles } from '../src/local-files.js'

/** A file of its own for each number, long enough to be written in many pieces. */
export function fileOf(number: number) {
  const bytes = Buffer.alloc(400_000 + number, `${number}-回音-`)
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}` as const
  return { ref: `photo-${number}`, bytes, about: { type: 'image/jpeg', size: bytes.length, digest } }
}

const pieces = (bytes: Uint8Array, between: (at: number) => Promise<void>) => {
  let at = 0
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      await between(at)
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(at, at + 20_000))
      at += 20_000
    },
  })
}

/** What child processes do until they are killed. */
export const childWorks = {
  /** Puts half of a file, says so, and waits for ever. */
  async half(folder: string): Promise<void> {
    const { ref, bytes, about } = fileOf(0)
    const stalled = pieces(bytes, async (at) => {
      if (at < 200_000) return
      writeSync(1, 'half\n')
      setInterval(() => {}, 60_000)
      await new Promise<void>(() => {})
    })
    await localFiles({ folder }).put(ref, stalled, about)
  },
  /** Puts one file after the other, and tells of each that was taken. */
  async many(folder: string, first: string): Promise<void> {
    const files = localFiles({ folder })
    for (let number = Number(first); ; number++) {
      const { ref, bytes, about } = fileOf(number)
      await files.put(
        ref,
        pieces(bytes, async () => {}),
        about,
      )
      writeSync(1, `taken ${number}\n`)
    }
  },
}
