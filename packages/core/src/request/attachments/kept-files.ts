import type { ReadOptions } from '../../contracts/command.js'
import type { ByteStream } from '../../contracts/files.js'
import type { Refusal } from '../../import/refusal.js'
import type { AttachedFile } from '../facts/attachment.js'
import type { FilesCheck } from './check-files.js'

/** What is said of bytes that are put. */
export interface PutFileOptions extends ReadOptions {
  /** Media type, in small letters, such as `image/jpeg`. */
  readonly type: string
  /** How many bytes there are. With `digest`, the stream goes straight to the store; absent: it is read into memory first, to be hashed. */
  readonly size?: number
  /** `sha256:…` or `sm3:…` over the bytes; goes with `size`. Absent: made from them. */
  readonly digest?: string
}

/** What became of bytes that were put: what a command attaches, or why they are not taken. */
export type PutFileResult =
  | {
      /** They are kept. */
      readonly ok: true
      /** To be passed in `attachments`, perhaps with a `name`, within 7 days and by the same actor. */
      readonly file: Omit<AttachedFile, 'name'>
    }
  | {
      /** Nothing was kept. */
      readonly ok: false
      /** `files-not-kept`, `attachment-type-not-taken` or `attachment-too-large`. */
      readonly refusal: Refusal
    }

/**
 * 文件: the bytes of attachments, in the file store of the option `files`. They are put first and attached by a command then. What is put and never attached is
 * nobody's: an operator removes it.
 */
export interface KeptFiles {
  /**
   * Keeps bytes under a new reference of this actor, with their size and digest. Types and sizes that the place does not take are refused before the store is
   * asked.
   *
   * @throws InvalidInputError for bytes that are none or not as described, and AdapterError when the store fails
   * @example
   * ```ts
   * const put = await huiyin.files.put(new Blob(['…']).stream(), { type: 'image/jpeg', by: resident })
   * if (put.ok) console.log(put.file.digest) // 'sm3:…'
   * ```
   */
  put(bytes: ByteStream, options: PutFileOptions): Promise<PutFileResult>

  /** A new reference of this actor, for an application that writes to the store by itself. Only who it was made for can attach what is put under it. */
  newRef(options: ReadOptions): string

  /**
   * Holds every attachment against the store, byte by byte: what is missing, what is not as its event says, what is there although it was erased, and what nobody attached. It reads only.
   *
   * By: an auditor of the whole city.
   *
   * @throws NotPermittedError, ConfigurationError without the option `files`
   */
  check(options: ReadOptions): Promise<FilesCheck>

  /**
   * Removes what was put more than 8 days ago and was never attached, where the store can list what it has. Answers how many there were.
   *
   * By: a system administrator of the whole city.
   *
   * @throws NotPermittedError, ConfigurationError without the option `files` or for a store that cannot list
   */
  removeUnused(options: ReadOptions): Promise<{
    /** How many files were removed. */
    readonly removed: number
  }>
}
