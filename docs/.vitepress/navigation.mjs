// The bar at the top and the sidebar, from the table of pages.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { groups } from './pages.mjs'

const docs = join(dirname(fileURLToPath(import.meta.url)), '..')
const exists = (slug) => existsSync(join(docs, `${slug}.md`))
const address = (slug) => `/${slug.replace(/(^|\/)index$/, '$1')}`

/** Where a page is in a language: a page without a Chinese text is shown in English. */
const linkTo = ({ slug }, language) => address(language === 'zh' && exists(`zh/${slug}`) ? `zh/${slug}` : slug)

const groupsIn = (language) =>
  groups.map((group) => ({
    text: group[language],
    items: group.pages
      .filter(({ slug }) => exists(slug))
      .map((page) => ({ text: page[language], link: linkTo(page, language) })),
  }))

const titleOf = (file) => /^# (.*)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? file

function decisions() {
  const folder = join(docs, 'decisions')
  const files = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'index.md')
  return files
    .sort()
    .map((name) => ({ text: titleOf(join(folder, name)), link: `/decisions/${name.replace(/\.md$/, '')}` }))
}

/** A sidebar for each module of the API reference: its own names, and the way to the other modules. */
function api() {
  const file = join(docs, 'reference/api/typedoc-sidebar.json')
  const modules = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
  const sidebarOf = (open) => [
    {
      text: 'API',
      link: '/reference/api/',
      items: modules.map(({ text, link, items }) =>
        link === open ? { text, link, items, collapsed: false } : { text, link },
      ),
    },
  ]
  return Object.fromEntries(
    ['/reference/api/', ...modules.map(({ link }) => link)].map((link) => [link, sidebarOf(link)]),
  )
}

export const nav = groupsIn

export const sidebar = (language) => ({
  '/': groupsIn(language).map((group) => ({ ...group, collapsed: false })),
  '/decisions/': [{ text: 'Decisions', link: '/decisions/', items: decisions() }],
  ...api(),
})
