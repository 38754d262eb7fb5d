// The site of the documentation: the API reference, then VitePress. Needs no network.
import { join } from 'node:path'
import { root } from '../lib/project.mjs'
import { projectNode, run, StepFailed, tool } from '../lib/run.mjs'
import { writeApiReference } from './api-reference.mjs'

/** Where the built site is. */
export const siteFolder = join(root, 'docs/.vitepress/dist')

/** Build the site anew. Resolves to the number of modules in the API reference. */
export async function buildSite() {
  const modules = await writeApiReference()
  const { code, output } = await run([projectNode(), ...tool('vitepress').slice(1), 'build', 'docs'])
  if (code !== 0) throw new StepFailed('VitePress could not build the site', output)
  return modules
}
