import { type Digest, hashDigest, keyedDigest } from '@huiyin/core'
import { readNamedFile } from './read-file.js'

/** How the chains of the record are hashed. */
export interface DigestOptions {
  readonly digest?: 'sm3' | 'sha256'
  readonly chainKeyFile?: string
}

/** The bytes of a key file, without a line break at its end: editors and `echo` put one there. */
export function keyIn(path: string): Uint8Array {
  const bytes = readNamedFile(path)
  const end = bytes.at(-1) === 0x0a ? (bytes.at(-2) === 0x0d ? -2 : -1) : bytes.length
  return bytes.subarray(0, end)
}

/** The digest that the options name; `undefined` when they name none; then the digest of `--config` or the default applies. */
export function digestOf({ digest, chainKeyFile }: DigestOptions): Digest | undefined {
  if (chainKeyFile !== undefined) return keyedDigest({ algorithm: digest ?? 'sm3', key: keyIn(chainKeyFile) })
  return digest === undefined ? undefined : hashDigest(digest)
}
