import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { pluginWith } from '../src/broken/note-plugin.js'
import { brokenPlugins } from '../src/broken/plugins.js'
import { pluginConformance, pluginFacets } from '../src/plugins/index.js'
import { failing } from './failing.js'

describe('a plugin keeps the contract', () => pluginConformance({ describe, it }, pluginWith()))

describe('a plugin whose facts have another form now keeps it too', () =>
  pluginConformance({ describe, it }, pluginWith({ kind: { form: 2 }, before: {} })))

describe('the kit of plugins', () => {
  it.each(brokenPlugins)('finds, in $facet and nowhere else, a plugin that $defect', async ({ facet, create }) => {
    expect(await failing((runner) => pluginConformance(runner, create))).toEqual([pluginFacets[facet].name])
  })

  it('is tested on as many plugins as the README says', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    expect(readme).toContain(`tested on ${brokenPlugins.length} broken plugins`)
  })

  it('is proved to find something in each of its facets', () => {
    expect(new Set(brokenPlugins.map(({ facet }) => facet))).toEqual(new Set(Object.keys(pluginFacets)))
  })
})
