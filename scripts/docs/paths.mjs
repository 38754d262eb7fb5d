// Files of the repository that a page names in back-ticks exist. A path may begin at the root, or anywhere below it:
// `request/commands.ts` is a file of core to whoever reads about core. `*` and `{a,b}` stand for several.
import { codeSpansOf } from '../lib/markdown.mjs'

const extensions = 'ts|mjs|js|json|md|ya?ml|sql|css|vue'
const withFolder = new RegExp(`^[\\w@.*{},-]+(/[\\w@.*{},-]+)*/([\\w@*{},-]*[\\w@*{},.-]+\\.(${extensions}))?$`)
const ofThisRepository = /^(packages|docs|scripts|examples|bench|\.github|\.ci|\.changeset)\/[\w@.*{},/-]+$/
const bareSource = /^[\w{},-][\w.*{},-]*\.(ts|mjs)$/
const bareTest = /^[\w{},-][\w.*{},-]*\.test\.ts$/

/** Whether a code span reads as a path. Names without a folder count on pages about this repository, else only tests do. */
export const isPath = (span, aboutThisRepository) =>
  /[a-z]/i.test(span) &&
  !/^(\.{1,2}|@[\w-]+|https?:)\//.test(span) &&
  (withFolder.test(span) || ofThisRepository.test(span) || (aboutThisRepository ? bareSource : bareTest).test(span))

const escaped = { '.': '\\.', '*': '[^/]*', '{': '(', '}': ')', ',': '|' }
const pattern = (path) =>
  new RegExp(`(^|/)${path.replace(/[.*{},]/g, (sign) => escaped[sign])}${path.endsWith('/') ? '' : '(/|$)'}`)

/** The paths in a text that none of the files answers to: `{ path, line }`. */
export function deadPaths(text, files, { aboutThisRepository = false } = {}) {
  return codeSpansOf(text)
    .filter(({ code }) => isPath(code, aboutThisRepository))
    .filter(({ code }) => !files.some((file) => pattern(code).test(file)))
    .map(({ code, line }) => ({ path: code, line }))
}
