const longest = 24
// As people count: what is put together of several code points, such as a flag or a rare letter, is one.
const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** The first words of a text, as the title of a row: 24 characters, on one line. */
export function titleOf(text: string): string {
  const line = text.slice(0, 1000).replace(/\s+/gu, ' ').trim()
  const title: string[] = []
  for (const { segment } of segmenter.segment(line)) {
    if (title.length === longest) break
    title.push(segment)
  }
  return title.join('').trimEnd()
}
