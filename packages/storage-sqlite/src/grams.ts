// Two characters that follow one another in a text are a gram. FTS5 keeps first words of its pages for as long as a segment is not merged, also of texts that
// were deleted with `secure-delete`; so what it is given is no gram but one of 262 144 numbers, which tens of thousands of grams share: it tells which texts to
// look at, and of a text that is gone it tells nothing. As many as these keep those apart that people write often.
const numbers = 1 << 18
const mostOfWord = 12
const space = 32

function mixed(hash: number, code: number): number {
  const next = Math.imul(hash ^ code, 0x01000193)
  return Math.imul(next ^ (next >>> 15), 0x85ebca6b)
}

/** The numbers of the grams of a text, each once: of its field, so that those of another field are not met. No word has a blank in it, and no gram. */
export function gramsOf(field: string, text: string): string[] {
  let first = 0x811c9dc5
  for (const char of field) first = mixed(first, char.codePointAt(0) as number)
  const grams = new Set<number>()
  let before = space
  for (const char of text) {
    const code = char.codePointAt(0) as number
    if (before !== space && code !== space) {
      const hash = mixed(mixed(first, before), code)
      grams.add((hash ^ (hash >>> 16)) & (numbers - 1))
    }
    before = code
  }
  return Array.from(grams, (gram) => gram.toString(36))
}

/** What FTS5 is asked for texts of these fields that may have a word in them: some of its grams, from end to end. */
export function matchOf(fields: readonly string[], word: string): string {
  const of = (field: string) => {
    const grams = gramsOf(field, word)
    const step = Math.max(1, grams.length / mostOfWord)
    const some = Array.from({ length: Math.min(grams.length, mostOfWord) }, (_, n) => grams[Math.floor(n * step)])
    return `(${some.map((gram) => `"${gram}"`).join(' AND ')})`
  }
  return fields.map(of).join(' OR ')
}
