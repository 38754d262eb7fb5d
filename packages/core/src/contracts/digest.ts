/** A hash function over UTF-8 text. */
export interface Digest {
  /** Name written into audit reports: `sm3`, `sha256`. */
  readonly name: string
  /** Lower-case hex of the hash of the UTF-8 bytes of `text`. */
  hex(text: string): string
}
