// The documents are true: what the gate "docs" looks at, page by page. Each check is a file in scripts/docs.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pages } from '../docs/.vitepress/pages.mjs'
import { documents, manuals, named } from './docs/documents.mjs'
import { deadLinksOf } from './docs/links.mjs'
import { unknownNpmCommands } from './docs/npm-commands.mjs'
import { deadPaths } from './docs/paths.mjs'
import { brokenTypes, failedRuns, prepare, snippets, workFolder } from './docs/snippets.mjs'
import { demanded, differences } from './docs/translations.mjs'
import { isMain, reportGate } from './lib/gate.mjs'
import { readJson, root } from './lib/project.mjs'

const textOf = (file) => readFileSync(file, 'utf8')
const docs = join(root, 'docs')

const missingPages = () => demanded(pages).filter((page) => !existsSync(join(docs, page)))

/** Pages that no reader of the site finds: neither in the table nor a decision. */
function strayPages() {
  const known = new Set(demanded(pages).map((page) => `docs/${page}`))
  const isStray = (name) => /^docs\//.test(name) && !known.has(name) && !name.startsWith('docs/decisions/')
  return documents().map(named).filter(isStray)
}

function unlistedDecisions() {
  const index = textOf(join(docs, 'decisions/index.md'))
  return documents()
    .map(named)
    .filter((name) => /^docs\/decisions\/\d/.test(name) && !index.includes(`(${name.split('/').at(-1)})`))
}

const unknownCommands = () => {
  const { scripts } = readJson(join(root, 'package.json'))
  return manuals().flatMap((page) =>
    unknownNpmCommands(textOf(page), scripts).map(
      ({ name, line }) => `${named(page)}:${line}: npm run ${name} does not exist`,
    ),
  )
}

/** What is built or measured is not in the repository, and may be named all the same. */
const isIgnored = (path) => spawnSync('git', ['check-ignore', path, `${path}/`], { cwd: root }).status === 0

function deadPathsOf() {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
    .toString()
    .split('\n')
    .filter((file) => existsSync(join(root, file)))
  return [join(root, 'CONTRIBUTING.md'), ...manuals()].flatMap((page) => {
    const aboutThisRepository = /^(CONTRIBUTING\.md|docs\/decisions\/.*|docs\/promises\.md)$/.test(named(page))
    return deadPaths(textOf(page), files, { aboutThisRepository })
      .filter(({ path }) => !isIgnored(path))
      .map(({ path, line }) => `${named(page)}:${line} names ${path}, which does not exist`)
  })
}

const unequalPages = () =>
  pages
    .filter(({ translated }) => translated)
    .map(({ slug }) => ({ slug, english: join(docs, `${slug}.md`), chinese: join(docs, 'zh', `${slug}.md`) }))
    .filter(({ english, chinese }) => existsSync(english) && existsSync(chinese))
    .flatMap(({ slug, english, chinese }) =>
      differences(textOf(english), textOf(chinese)).map((difference) => `${slug}: ${difference}`),
    )

if (isMain(import.meta.url)) {
  const { programs, failures } = snippets()
  const typed = prepare(programs)
  const checks = [
    { title: 'all pages of docs/.vitepress/pages.mjs exist', failures: missingPages() },
    { title: 'all pages are in docs/.vitepress/pages.mjs', failures: strayPages() },
    { title: 'all decisions are in docs/decisions/index.md', failures: unlistedDecisions() },
    { title: 'pages in two languages have the same headings and code', failures: unequalPages() },
    { title: 'relative links and anchors lead somewhere', failures: documents().flatMap(deadLinksOf) },
    { title: 'files named in back-ticks exist', failures: deadPathsOf() },
    { title: 'npm commands in the documents exist', failures: unknownCommands() },
    { title: 'code that is not run says why', failures },
    { title: `${typed} snippets compile`, failures: typed > 0 ? await brokenTypes(programs) : [] },
    { title: `${programs.length} snippets run`, failures: await failedRuns(programs) },
  ]
  if (checks.every((check) => check.failures.length === 0)) rmSync(workFolder, { recursive: true, force: true })
  reportGate(checks)
}
