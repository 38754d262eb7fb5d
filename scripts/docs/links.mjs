// Relative links lead to a file, and their anchors to a heading in it.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { anchorsOf, linksOf } from '../lib/markdown.mjs'
import { isGenerated, named } from './documents.mjs'

const isPage = (file) => file.endsWith('.md') && statSync(file).isFile()

/** What is wrong with the links of one page. */
export function deadLinksOf(page) {
  return linksOf(readFileSync(page, 'utf8')).flatMap(({ target, line }) => {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return []
    const [path, anchor] = decodeURIComponent(target).split('#')
    const file = path === '' ? page : resolve(dirname(page), path)
    if (isGenerated(file)) return []
    if (!existsSync(file)) return [`${named(page)}:${line} links to ${target}, which does not exist`]
    if (!anchor || !isPage(file) || anchorsOf(readFileSync(file, 'utf8')).has(anchor)) return []
    return [`${named(page)}:${line} links to ${target}, but there is no such heading`]
  })
}
