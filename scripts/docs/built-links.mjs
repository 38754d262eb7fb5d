// The built site: every link in it leads to a page of it and to a place on that page, and it loads nothing from elsewhere.
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { filesBelow } from '../lib/project.mjs'

const attribute = (name) => new RegExp(`\\s${name}="([^"]*)"`, 'g')
const all = (html, name) => [...html.matchAll(attribute(name))].map(([, value]) => value.replaceAll('&amp;', '&'))
const isElsewhere = (address) => /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(address)

/** The pages of a site: from their address to their text. */
export function builtPages(folder) {
  const files = filesBelow(folder, (file) => file.endsWith('.html'))
  return new Map(files.map((file) => [`/${relative(folder, file).replaceAll('\\', '/')}`, readFileSync(file, 'utf8')]))
}

/** The file behind an address: that of a folder is its index. */
const fileOf = (path) => (path.endsWith('/') ? `${path}index.html` : path)

/** Links between pages that lead nowhere: `page → address`. `others` are addresses of files that are no pages. */
export function deadBuiltLinks(pages, others = new Set()) {
  const ids = new Map([...pages].map(([page, html]) => [page, new Set(all(html, 'id'))]))
  const dead = new Set()
  for (const [page, html] of pages)
    for (const href of all(html, 'href').filter((address) => !isElsewhere(address))) {
      const { pathname, hash } = new URL(href, `http://site${page}`)
      const target = fileOf(decodeURIComponent(pathname))
      const anchor = decodeURIComponent(hash.slice(1))
      const found = ids.has(target) ? anchor === '' || ids.get(target).has(anchor) : others.has(target)
      if (!found) dead.add(`${page} → ${href}`)
    }
  return [...dead]
}

/** What a page would fetch from another host. */
export const fetchedFromElsewhere = (pages) =>
  [...pages].flatMap(([page, html]) =>
    [...html.matchAll(/<(?:script|img|link|iframe|source)\s[^>]*?(?:src|href)="(https?:[^"]*|\/\/[^"]*)"/g)].map(
      ([, address]) => `${page} loads ${address}`,
    ),
  )

/** The addresses of everything in the site that is not a page. */
export const otherFiles = (folder) =>
  new Set(
    filesBelow(folder, (file) => !file.endsWith('.html')).map(
      (file) => `/${relative(folder, join(file)).replaceAll('\\', '/')}`,
    ),
  )
