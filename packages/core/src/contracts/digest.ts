/** Hash functions that Node brings: SM3 (GB/T 32905-2016), SHA-256 (FIPS 180-4). */
export type HashAlgorithm = 'sm3' | 'sha256'

/** What a keyed digest is made of. */
export interface DigestKey {
  /** The hash function inside HMAC: `sm3` gives the digest `hmac-sm3`, `sha256` gives `hmac-sha256`. */
  readonly algorithm: HashAlgorithm
  /** At least 16 bytes; a text stands for its UTF-8 bytes. */
  readonly key: string | Uint8Array
}

/** A hash function over UTF-8 text. */
export interface Digest {
  /** Name written into audit reports: `sm3`, `sha256`. */
  readonly name: string
  /** Lower-case hex of the hash of the UTF-8 bytes of `text`. */
  hex(text: string): string
}
