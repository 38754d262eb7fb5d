// Read Markdown as far as the checks need it: headings as anchors, links, fenced code.

const fencePattern = /^(\s*)(`{3,}|~{3,})\s*([^`]*)$/

/**
 * The fenced blocks of a text: `{ info, code, line, above }`, where `line` is that of the opening fence (from 1) and `above`
 * the nearest line before it that is not empty.
 */
export function fencedBlocks(text) {
  const lines = text.split('\n')
  const blocks = []
  for (let index = 0; index < lines.length; index++) {
    const [, indent, fence, info] = fencePattern.exec(lines[index]) ?? []
    if (fence === undefined) continue
    let end = index + 1
    while (end < lines.length && lines[end].trim() !== fence) end++
    const code = lines.slice(index + 1, end).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    const above = lines.slice(0, index).findLast((line) => line.trim() !== '') ?? ''
    blocks.push({ info: info.trim(), code: code.join('\n'), line: index + 1, end: end + 1, above: above.trim() })
    index = end
  }
  return blocks
}

/** The text with code blocks and comments blanked, the lines kept. */
function withoutBlocks(text) {
  const lines = text.split('\n')
  for (const { line, end } of fencedBlocks(text)) lines.fill('', line - 1, end)
  return lines.join('\n').replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ''))
}

const spanPattern = /(`+)(?!`)([^\n]*?[^`\n])\1(?!`)/g
const proseOf = (text) => withoutBlocks(text).replace(spanPattern, (span) => ' '.repeat(span.length))

/** What stands in back-ticks within the text: `{ code, line }`. */
export const codeSpansOf = (text) =>
  withoutBlocks(text)
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(spanPattern)].map((match) => ({ code: match[2].trim(), line: index + 1 })),
    )

/** The headings: `{ level, text, line }`. */
export const headingsOf = (text) =>
  withoutBlocks(text)
    .split('\n')
    .flatMap((line, index) => {
      const heading = /^(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line)
      return heading ? [{ level: heading[1].length, text: heading[2], line: index + 1 }] : []
    })

/** All link and image targets: `{ target, line }`. */
export function linksOf(text) {
  const prose = proseOf(text)
  const patterns = [
    /\[(?:[^[\]]|\[[^\]]*\])*\]\(\s*<?([^\s)>]+)>?(?:\s+["'(][^)]*)?\)/g,
    /^ {0,3}\[[^\]^][^\]]*\]:\s*<?([^\s>]+)>?/gm,
    /<(?:a|img|source)\s[^>]*?(?:href|src|srcset)="([^"\s]+)"/g,
  ]
  return patterns.flatMap((pattern) =>
    [...prose.matchAll(pattern)].flatMap((match) => {
      const line = prose.slice(0, match.index).split('\n').length
      const image = /!\[[^\]]*\]\(\s*([^\s)]+)/.exec(match[0]) // an image as the text of a link
      const inner = image && image[1] !== match[1] ? [{ target: image[1], line }] : []
      return [...inner, { target: match[1], line }]
    }),
  )
}

/** The anchors of a page, as GitHub derives them from headings, and those set by hand. */
export function anchorsOf(text) {
  const anchors = new Set()
  const withoutCode = text.split('\n')
  for (const { line, end } of fencedBlocks(text)) withoutCode.fill('', line - 1, end)
  for (const line of withoutCode) {
    const heading = /^#{1,6}\s+(.*?)\s*#*\s*$/.exec(line)
    if (heading) anchors.add(unused(slug(heading[1]), anchors))
    for (const [, id] of line.matchAll(/<[a-z0-9]+\s[^>]*?(?:id|name)="([^"]+)"/g)) anchors.add(id)
  }
  return anchors
}

/** The anchor of a heading, as GitHub derives it. */
export const slug = (heading) =>
  heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]+>/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')

function unused(name, taken) {
  if (!taken.has(name)) return name
  let count = 1
  while (taken.has(`${name}-${count}`)) count++
  return `${name}-${count}`
}
