// The first byte says how the rest is to be read: what is lower-case hex takes half the room as bytes, any other text stays as it is.
const asBytes = 0
const asText = 1
const hex = /^(?:[0-9a-f]{2})+$/

/** A hash as it is stored. */
export function storedHash(text: string): Buffer {
  const isHex = hex.test(text)
  const size = isHex ? text.length / 2 : Buffer.byteLength(text)
  const stored = Buffer.allocUnsafe(1 + size)
  stored[0] = isHex ? asBytes : asText
  stored.write(text, 1, isHex ? 'hex' : 'utf8')
  return stored
}

/** The text that was given to `storedHash`, from what the server answers: `\x00…`. */
export function givenHash(stored: string): string {
  const rest = stored.slice(4)
  return stored.startsWith('\\x00') ? rest : Buffer.from(rest, 'hex').toString('utf8')
}

/** The same as SQL, of a column of texts. */
export const packedHash = (column: string): string =>
  `CASE WHEN ${column} ~ '^([0-9a-f]{2})+$' THEN '\\x00'::bytea || decode(${column}, 'hex') ELSE '\\x01'::bytea || convert_to(${column}, 'UTF8') END`

/** The text again as SQL, of a column of stored hashes. */
export const shownHash = (column: string): string =>
  `CASE get_byte(${column}, 0) WHEN ${asBytes} THEN encode(substr(${column}, 2), 'hex') ELSE convert_from(substr(${column}, 2), 'UTF8') END`
