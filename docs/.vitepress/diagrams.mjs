// Diagrams are drawn when the site is built: an image in the page, no script, no network.
import { renderMermaidSVG } from 'beautiful-mermaid'

const schemes = {
  light: { bg: '#ffffff', fg: '#27272a', font: 'sans-serif' },
  dark: { bg: '#1b1b1f', fg: '#e4e4e7', font: 'sans-serif' },
}

function image(text, scheme, title) {
  // The renderer asks for a font of Google's; the fonts of the reader's machine do.
  const svg = renderMermaidSVG(text, schemes[scheme]).replace(/@import url[^;]*;/g, '')
  const data = Buffer.from(svg).toString('base64')
  return `<img class="diagram ${scheme}" alt="${title}" src="data:image/svg+xml;base64,${data}">`
}

/** A markdown-it plugin: fences of `mermaid` become images, one for each colour scheme. */
export function diagrams(markdown) {
  const fence = markdown.renderer.rules.fence
  markdown.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info, content } = tokens[index]
    if (info.trim() !== 'mermaid') return fence(tokens, index, ...rest)
    const heading = tokens.slice(0, index).findLastIndex(({ type }) => type === 'heading_open')
    const title = markdown.utils.escapeHtml(tokens[heading + 1]?.content ?? 'diagram')
    return `<p>${Object.keys(schemes).map((scheme) => image(content, scheme, title)).join('')}</p>\n`
  }
}
