import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { pluginWith } from '../src/broken/note-plugin.js'
import { brokenPlugins } from '../src/broken/plugins.js'
import { pluginConformance, pluginFacets } from '../src/plugins/index.js'
import type { PluginFactory } from '../src/plugins/kit.js'

/** Runs the whole kit in this process. The facets in which the plugin failed. */
async function failing(create: PluginFactory): Promise<string[]> {
  const failed = new Set<string>()
  const tests: { readonly facet: string; readonly body: () => Promise<void> }[] = []
  let facet = ''
  pluginConformance(
    {
      describe: (name, body) => {
        facet = name
        body()
      },
      it: (_name, body) => void tests.push({ facet, body }),
    },
    create,
  )
  for (const test of tests) await test.body().catch(() => void failed.add(test.facet))
  return [...failed]
}

describe('a plugin keeps the contract', () => pluginConformance({ describe, it }, pluginWith()))

describe('a plugin whose facts have another form now keeps it too', () =>
  pluginConformance({ describe, it }, pluginWith({ kind: { form: 2 }, before: {} })))

describe('the kit of plugins', () => {
  it.each(brokenPlugins)('finds, in $facet and nowhere else, a plugin that $defect', async ({ facet, create }) => {
    expect(await failing(create)).toEqual([pluginFacets[facet].name])
  })

  it('is tested on as many plugins as the README says', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    expect(readme).toContain(`tested on ${brokenPlugins.length} broken plugins`)
  })

  it('is proved to find something in each of its facets', () => {
    expect(new Set(brokenPlugins.map(({ facet }) => facet))).toEqual(new Set(Object.keys(pluginFacets)))
  })
})
