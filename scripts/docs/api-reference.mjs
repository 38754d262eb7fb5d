// The API reference: pages of Markdown for the site, from the doc comments, one module for each import path.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importPaths } from '../../docs/.vitepress/import-paths.mjs'
import { root } from '../lib/project.mjs'
import { StepFailed } from '../lib/run.mjs'
import { entryPoints } from './entry-points.mjs'

const out = join(root, 'docs/reference/api')

/**
 * The page in front of the reference: what each import path is for.
 *
 * @param {string[]} names
 * @param {Record<string, string>} sentences
 */
export function landingPage(names, sentences = importPaths) {
  const missing = names.filter((name) => !sentences[name])
  if (missing.length > 0)
    throw new StepFailed(`say in docs/.vitepress/import-paths.mjs what ${missing.join(', ')} is for`)
  const rows = names.map((name) => `| [\`${name}\`](./${name}/index.md) | ${sentences[name]} |`)
  return `# API reference

Everything the packages export, by the path it is imported from. The text of each entry is its doc comment, which editors show too.

| import from | what it is for |
|---|---|
${rows.join('\n')}

A name that is not listed here is internal.
`
}

const options = {
  name: 'API reference',
  plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme'],
  tsconfig: join(root, 'tsconfig.json'),
  out,
  docsRoot: join(root, 'docs'),
  readme: 'none',
  sortEntryPoints: false,
  logLevel: 'Error',
  excludePrivate: true,
  excludeInternal: true,
  excludeExternals: true,
  disableSources: true,
  hidePageHeader: true,
  entryFileName: 'index',
  useCodeBlocks: true,
  indexFormat: 'table',
  pageTitleTemplates: { module: '{name}' },
  textContentMappings: { 'breadcrumbs.home': 'API' },
}

/** Write the reference. Resolves to the number of modules. */
export async function writeApiReference() {
  const { Application, TSConfigReader } = await import('typedoc')
  const entries = entryPoints()
  const landing = landingPage(entries.map(({ name }) => name))
  rmSync(out, { recursive: true, force: true })
  const sources = entries.map(({ source }) => source)
  const app = await Application.bootstrapWithPlugins({ ...options, entryPoints: sources }, [new TSConfigReader()])
  const found = app.getEntryPoints() ?? []
  for (const entry of found)
    entry.displayName = entries.find(({ source }) => source === entry.sourceFile.fileName)?.name ?? entry.displayName
  const project = app.converter.convert(found)
  if (app.logger.hasErrors()) throw new StepFailed('typedoc failed')
  await app.generateOutputs(project)
  if (app.logger.hasErrors()) throw new StepFailed('typedoc failed')
  writeFileSync(join(out, 'index.md'), landing) // in the place of typedoc's own, which is a list of names
  return entries.length
}
