const inBytes = /^(?:[0-9a-f]{2})+$/

/** A hash as it is stored: lower-case hex takes half the room as bytes; any other text stays a text. */
export const stored = (text: string): string | Buffer => (inBytes.test(text) ? Buffer.from(text, 'hex') : text)

/** The text that was given to `stored`. */
export function given(value: string | Uint8Array): string {
  if (typeof value === 'string') return value
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')
}
