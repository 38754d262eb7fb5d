// Which pages there must be, and that a page says the same in both languages: the same headings, the same code.
import { fencedBlocks, headingsOf } from '../lib/markdown.mjs'

/** The files, relative to `docs`, that the table of pages demands. */
export const demanded = (pages) =>
  pages
    .filter(({ generated }) => !generated)
    .flatMap(({ slug, translated }) => [`${slug}.md`, ...(translated ? [`zh/${slug}.md`] : [])])

/** Code apart from comments, the texts in it and which of two languages it prints: those may be as the page is. */
const skeleton = (code) =>
  code
    .replace(/(['"`])(?:\\.|(?!\1)[^\\\n])*\1/g, '""')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)(\/\/|#).*$/gm, '')
    .replace(/\.zh\b/g, '.en')
    .replace(/\s+/g, ' ')
    .trim()

const isProgram = ({ info }) => /^(ts|js|mjs|mts|typescript|javascript|sh|bash|shell|console)\b/.test(info)

/** How the Chinese page differs in structure from the English one: sentences, none if they are equal. */
export function differences(english, chinese) {
  const headings = [headingsOf(english), headingsOf(chinese)]
  const firstOther = headings[0].findIndex(({ level }, index) => level !== headings[1][index]?.level)
  const found = []
  if (firstOther >= 0 || headings[0].length !== headings[1].length) {
    const [here, there] = headings.map((list) => list[firstOther < 0 ? headings[0].length : firstOther])
    const say = (heading) => (heading ? `"${'#'.repeat(heading.level)} ${heading.text}"` : 'the end')
    found.push(`headings differ from ${say(here)} in English, ${say(there)} in Chinese`)
  }
  const blocks = [fencedBlocks(english), fencedBlocks(chinese)]
  const infos = blocks.map((list) => list.map(({ info }) => info || 'plain').join(', '))
  if (infos[0] !== infos[1])
    found.push(`code blocks differ: ${infos[0] || 'none'} in English, ${infos[1] || 'none'} in Chinese`)
  else
    for (const [index, block] of blocks[0].entries())
      if (isProgram(block) && skeleton(block.code) !== skeleton(blocks[1][index].code))
        found.push(
          `the code of line ${block.line} in English is another than that of line ${blocks[1][index].line} in Chinese`,
        )
  return found
}
