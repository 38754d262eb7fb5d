// Diagrams are drawn when the site is built: an image in the page, no script, no network.
import { renderMermaidSVG } from 'beautiful-mermaid'

const schemes = {
  light: { bg: '#ffffff', fg: '#27272a', line: '#8a8a94', muted: '#3f3f46' },
  dark: { bg: '#1b1b1f', fg: '#e4e4e7', line: '#8a8a94', muted: '#d4d4d8' },
}

const spacing = { padding: 16, nodeSpacing: 12, layerSpacing: 28 }

/** The renderer reads what a state is called only if that comes before the arrows. */
function namesFirst(text) {
  const [kind, ...lines] = text.split('\n')
  if (!kind.startsWith('stateDiagram')) return text
  const isName = (line) => /^\s*[\w-]+\s*:/.test(line)
  return [kind, ...lines.filter(isName), ...lines.filter((line) => !isName(line))].join('\n')
}

function image(text, scheme, title) {
  // The renderer asks for a font of Google's; the fonts of the reader's machine do.
  const svg = renderMermaidSVG(namesFirst(text), { ...spacing, ...schemes[scheme] }).replace(/@import url[^;]*;/g, '')
  const data = Buffer.from(svg).toString('base64')
  return `<img class="${scheme}" alt="${title}" src="data:image/svg+xml;base64,${data}">`
}

/** A markdown-it plugin: fences of `mermaid` become images, one for each colour scheme. */
export function diagrams(markdown) {
  const fence = markdown.renderer.rules.fence
  markdown.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info, content } = tokens[index]
    if (info.trim() !== 'mermaid') return fence(tokens, index, ...rest)
    const heading = tokens.slice(0, index).findLastIndex(({ type }) => type === 'heading_open')
    const title = markdown.utils.escapeHtml(tokens[heading + 1]?.content ?? 'diagram')
    const images = Object.keys(schemes).map((scheme) => image(content, scheme, title))
    return `<div class="diagram" tabindex="0">${images.join('')}</div>\n`
  }
}
