// The documentation as readers get it: builds the site, then looks at what was built.

import { buildSite, siteFolder } from './docs/build-site.mjs'
import { builtPages, deadBuiltLinks, fetchedFromElsewhere, otherFiles } from './docs/built-links.mjs'
import { failedSearches, searches } from './docs/built-search.mjs'
import { isMain, reportGate } from './lib/gate.mjs'

async function siteChecks() {
  try {
    await buildSite() // VitePress refuses dead links between the pages itself
  } catch (error) {
    return [{ title: 'the site is built', failures: [`${error.output ?? ''}${error.message}`] }]
  }
  const pages = builtPages(siteFolder)
  return [
    { title: 'the site is built', failures: [] },
    { title: `links in ${pages.size} built pages`, failures: deadBuiltLinks(pages, otherFiles(siteFolder)) },
    { title: 'the site loads nothing from elsewhere', failures: fetchedFromElsewhere(pages) },
    { title: `${searches.length} searches find their page`, failures: await failedSearches(siteFolder) },
  ]
}

if (isMain(import.meta.url)) reportGate(await siteChecks())
