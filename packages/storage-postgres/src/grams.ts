// Two characters that follow one another in a text are a gram. A GIN index keeps the names of its entries for good, also when no row has them any more; so what
// it is given is no gram but one of 262 144 numbers, which tens of thousands of grams share: it tells which texts to look at, and of a text that is gone it
// tells nothing. Digests have as many numbers of their own.
const numbers = 1 << 18
const mostOfWord = 12
const space = 32

function mixed(hash: number, code: number): number {
  const next = Math.imul(hash ^ code, 0x01000193)
  return Math.imul(next ^ (next >>> 15), 0x85ebca6b)
}
const last = (hash: number) => (hash ^ (hash >>> 16)) & (numbers - 1)

function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = mixed(hash, char.codePointAt(0) as number)
  return hash
}

/** The numbers of the grams of a text, each once: of its field, so that those of another field are not met. No word has a blank in it, and no gram. */
export function gramsOf(field: string, text: string): number[] {
  const first = hashOf(field)
  const grams = new Set<number>()
  let before = space
  for (const char of text) {
    const code = char.codePointAt(0) as number
    if (before !== space && code !== space) grams.add(last(mixed(mixed(first, before), code)))
    before = code
  }
  return [...grams]
}

/** Some of the grams of a word, from end to end. */
export function someGramsOf(field: string, word: string): number[] {
  const grams = gramsOf(field, word)
  const step = Math.max(1, grams.length / mostOfWord)
  return Array.from({ length: Math.min(grams.length, mostOfWord) }, (_, n) => grams[Math.floor(n * step)] as number)
}

/** The number of a digest. */
export const numberOfKey = (key: string): number => numbers + last(hashOf(key))
