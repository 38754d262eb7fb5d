const longest = 24
// As people count: what is put together of several code points, such as a flag or a rare letter, is one.
const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' })

// Letters of which each is one character by itself, so that nothing has to be asked.
const plain = /^[ -~\u3001-\u3020\u4e00-\u9fff\uff01-\uff5e]*$/u

/** The first words of a text, as the title of a row: 24 characters, on one line. */
export function titleOf(text: string): string {
  const line = text.slice(0, 1000).replace(/\s+/gu, ' ').trim()
  // One more, which might be put together with the last.
  if (plain.test(line.slice(0, longest + 1))) return line.slice(0, longest).trimEnd()
  const title: string[] = []
  for (const { segment } of segmenter.segment(line)) {
    if (title.length === longest) break
    title.push(segment)
  }
  return title.join('').trimEnd()
}
