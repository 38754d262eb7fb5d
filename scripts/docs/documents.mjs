// Which documents there are, and how a place in one is named.
import { relative } from 'node:path'
import { filesBelow, root } from '../lib/project.mjs'

/** The path of a file as readers know it, from the root of the repository. */
export const named = (file) => relative(root, file).replaceAll('\\', '/')

/** The API reference, which is written anew for every build of the site. */
export const isGenerated = (file) => /^docs\/reference\/api(\/|$)/.test(named(file))

/** Every Markdown file of the repository that is written by hand or kept in it. */
export const documents = () => filesBelow(root, (file) => file.endsWith('.md') && !isGenerated(file))

/** The pages for those who use Huiyin: the code in them runs. */
export const manuals = () =>
  documents().filter((file) => /^(README[^/]*\.md|docs\/.*|packages\/[^/]+\/README\.md)$/.test(named(file)))
