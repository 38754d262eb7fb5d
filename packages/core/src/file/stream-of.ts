import type { ByteStream } from '../contracts/files.js'

interface Controller {
  enqueue(bytes: Uint8Array): void
  close(): void
}
type StreamClass = new (source: { pull(controller: Controller): void }) => ByteStream

// Every platform with Web streams has it under this name.
const platform = globalThis as unknown as { readonly ReadableStream: StreamClass }

/** A stream of these pieces, each as a copy: whoever reads may write into what they were given. */
export function streamOf(pieces: readonly Uint8Array[]): ByteStream {
  let next = 0
  return new platform.ReadableStream({
    pull: (controller) => {
      const piece = pieces[next++]
      if (piece === undefined) controller.close()
      else controller.enqueue(new Uint8Array(piece))
    },
  })
}
