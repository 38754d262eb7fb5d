// Pages link to files of the repository that are not part of the site, which works where the repository is read.
// In the site such a link becomes its text and the path of the file.
import { dirname, join, normalize } from 'node:path/posix'

const outside = (href, page) => {
  if (/^([a-z][a-z0-9+.-]*:|#|\/)/i.test(href)) return undefined
  const target = normalize(join('docs', dirname(page), decodeURIComponent(href.split('#')[0])))
  return target === 'docs' || target.startsWith('docs/') ? undefined : target
}

/** A markdown-it plugin; `env.relativePath` is the page within `docs`. */
export function outsideLinks(markdown) {
  markdown.core.ruler.push('outside-links', ({ tokens, env, Token }) => {
    for (const { children } of tokens) {
      if (!children) continue
      let path
      for (const [index, token] of children.entries()) {
        if (token.type === 'link_open') {
          path = outside(token.attrGet('href') ?? '', env.relativePath ?? '')
          if (path) children[index] = new Token('text', '', 0)
        } else if (token.type === 'link_close' && path) {
          const named = children[index - 1]?.content === path
          children[index] = Object.assign(new Token('html_inline', '', 0), {
            content: named ? '' : ` (<code>${markdown.utils.escapeHtml(path)}</code>)`,
          })
          path = undefined
        }
      }
    }
  })
}
