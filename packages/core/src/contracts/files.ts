import type { HashAlgorithm } from './digest.js'

/**
 * The Files contract, version 1: three methods, and a list where the store has one. Types only.
 *
 * A file store keeps photographs, recordings and documents, each under a reference that core or the application made. A file is written once and never
 * changes: what is under a reference is whole, and is what was put there, or nothing is.
 *
 * Prove a file store with `filesConformance` of `@huiyin/testkit`.
 */
export interface Files {
  /** Version of the contract that the store is written for. */
  readonly contract: 'huiyin.files/1'
  /** Short name for messages and logs, for example `local`. */
  readonly name: string
  /**
   * Keeps a file under a reference of 1 to 255 characters. Guarantees:
   * 1. all of it or nothing: once this resolves, `get` gives the whole file, as durably as the store promises; a process that dies meanwhile leaves nothing
   *    that `get` gives;
   * 2. bytes of another size or digest than `about` says reject with an `InvalidInputError`, and nothing is kept;
   * 3. idempotent by `ref`: the same digest and size again change nothing and resolve; others under the same reference reject with an `InvalidInputError`.
   *    Of several at the same time one is kept;
   * 4. a stream that fails rejects with its own error, and nothing is kept;
   * 5. unless the reference or `about` is out of form, the stream is read to its end or cancelled, whatever happens.
   *
   * What the store itself fails at rejects with an `AdapterError`.
   */
  put(ref: string, bytes: ByteStream, about: FileAbout): Promise<void>
  /**
   * The file under this reference; `undefined` when there is none. Guarantee: its stream gives every byte and ends, or fails; it never ends early. Each call
   * gives a stream of its own, which the caller reads to its end or cancels.
   */
  get(ref: string): Promise<StoredFile | undefined>
  /** Removes the file, so that no later `get` gives it. Idempotent. A stream being read goes on to its end, or fails. Another file may then be put in its place. */
  remove(ref: string): Promise<void>
  /**
   * The reference of every file that is there, each once and in any order; one that comes or goes meanwhile may be among them or not. Absent: the store cannot
   * list what it has, and nobody can find files that belong to nothing.
   */
  list?(): AsyncIterable<string>
}

/** What is known of a file. */
export interface FileAbout {
  /** Media type, such as `image/jpeg`: printable ASCII, at most 255 characters. The store does not look at it. */
  readonly type: string
  /** How many bytes it has; a whole number, 0 or more. */
  readonly size: number
  /** Algorithm and lower-case hex of the hash over its bytes: `sha256:9f86d0…`, `sm3:66c7f0…`. */
  readonly digest: `${HashAlgorithm}:${string}`
}

/** A file that is kept. */
export interface StoredFile extends FileAbout {
  /** Its bytes, from the first on. */
  readonly bytes: ByteStream
}

/** A Web stream of `Uint8Array`: the `ReadableStream` of the platform that the code is compiled for; without its types, the part that is used of it. */
export type ByteStream = typeof globalThis extends {
  /** The platform's class. */
  ReadableStream: {
    /** What its instances are. */
    prototype: infer Stream
  }
}
  ? Stream
  : {
      /** Locks the stream to one reader. */
      getReader(): {
        /** The next bytes; `done` after the last. */
        read(): Promise<{
          /** Nothing comes any more. */
          done: boolean
          /** Some bytes; absent when done. */
          value?: Uint8Array | undefined
        }>
        /** Lets go of what the stream comes from. */
        cancel(reason?: unknown): Promise<void>
      }
      /** Lets go of what the stream comes from, without reading it. */
      cancel(reason?: unknown): Promise<void>
    }

/** A hash over bytes that come piece by piece. */
export interface ByteHash {
  /** Adds the next bytes. */
  update(bytes: Uint8Array): void
  /** Lower-case hex over all of them. Called once, at the end. */
  hex(): string | Promise<string>
}
