const codes = new Map<string, Map<string, readonly number[]>>()

function codesOf(encoding: 'gb18030' | 'big5'): Map<string, readonly number[]> {
  const known = codes.get(encoding)
  if (known !== undefined) return known
  const decoder = new TextDecoder(encoding)
  const table = new Map<string, readonly number[]>()
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const text = decoder.decode(new Uint8Array([lead, trail]))
      if ([...text].length === 1 && !table.has(text)) table.set(text, [lead, trail])
    }
  codes.set(encoding, table)
  return table
}

/** A text as a spreadsheet of another time writes it. */
export function encoded(text: string, encoding: 'gb18030' | 'big5' | 'utf-16le' | 'utf-16be'): Buffer {
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le')
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16()
  const table = codesOf(encoding)
  return Buffer.from(
    [...text].flatMap((char) => (char.charCodeAt(0) < 128 ? [char.charCodeAt(0)] : [...(table.get(char) ?? [])])),
  )
}
