// The words of the glossary, for the spelling: what the table calls things in English and in the code.

const cellsOf = (line) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

/** Every word of the columns "English" and "identifier", once; identifiers also in their parts, as `gridLead` in grid and lead. */
export function glossaryWords(glossary) {
  const words = new Set()
  for (const line of glossary.split('\n').filter((text) => text.startsWith('|'))) {
    const [english, , identifier] = cellsOf(line)
    for (const word of `${english} ${identifier}`.match(/[A-Za-z]+/g) ?? []) {
      words.add(word)
      for (const part of word.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? []) words.add(part)
    }
  }
  return [...words].filter((word) => word.length > 2)
}
