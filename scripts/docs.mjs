// `npm run docs`: builds the site of the documentation into docs/.vitepress/dist. `-- --serve [--port N]` also shows it.
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { buildSite, siteFolder } from './docs/build-site.mjs'
import { install } from './lib/install.mjs'
import { filesBelow } from './lib/project.mjs'
import { main, step } from './lib/run.mjs'

await main(async () => {
  const { values } = parseArgs({ options: { serve: { type: 'boolean' }, port: { type: 'string', default: '4173' } } })
  await install()
  await step('文档站点 the site of the documentation → docs/.vitepress/dist', async () => {
    const modules = await buildSite()
    return `${filesBelow(siteFolder, (file) => file.endsWith('.html')).length} pages, ${modules} modules`
  })
  if (!values.serve) return
  const { preview } = await import('vite')
  const server = await preview({
    configFile: false,
    appType: 'mpa',
    root: dirname(siteFolder),
    build: { outDir: siteFolder },
    preview: { host: '127.0.0.1', port: Number(values.port) },
  })
  server.printUrls()
})
