// Asks the search index of the built site as the page in the browser does.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import MiniSearch from 'minisearch'
import { searchOptions, tokenize } from '../../docs/.vitepress/search.mjs'

const fields = { fields: ['title', 'titles', 'text'], storeFields: ['title', 'titles'] }

/** An index as VitePress fills it, from its JSON. */
export const loadIndex = (json) => MiniSearch.loadJSON(json, { ...fields, tokenize, searchOptions })

/** The index of a language, `root` or `zh`, of a built site. */
export async function builtIndex(site, language) {
  const folder = join(site, 'assets/chunks')
  const name = readdirSync(folder).find((file) => file.startsWith(`@localSearchIndex${language}.`))
  if (!name) throw new Error(`the site has no search index for "${language}"`)
  const { default: json } = await import(pathToFileURL(join(folder, name)).href)
  return loadIndex(json)
}

/** Searches that must find a page: what is typed, in which language, and the page. */
export const searches = [
  { language: 'root', text: '网格员', page: '/glossary.html' },
  { language: 'root', text: 'deadline', page: '/deadlines.html' },
  { language: 'root', text: '工作日', page: '/deadlines.html' },
  { language: 'root', text: 'createHuiyin', page: '/reference/api/@huiyin/core/functions/createHuiyin.html' },
  { language: 'zh', text: '工作日', page: '/zh/deadlines.html' },
  { language: 'zh', text: '网格员', page: '/zh/permissions.html' },
  { language: 'zh', text: 'deadline', page: '/zh/deadlines.html' },
]

/** The searches that do not find their page. */
export async function failedSearches(site, wanted = searches) {
  const failures = []
  for (const { language, text, page } of wanted) {
    const found = (await builtIndex(site, language)).search(text)
    if (!found.some(({ id }) => id.split('#')[0] === page))
      failures.push(`"${text}" in ${language} has ${found.length} results, none on ${page}`)
  }
  return failures
}
