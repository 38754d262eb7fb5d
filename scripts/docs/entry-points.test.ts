import { describe, expect, it } from 'vitest'
import { landingPage } from './api-reference.mjs'
import { entryPointsOf } from './entry-points.mjs'

describe('the modules of the API reference', () => {
  it('are the import paths that a package exports, with their sources', () => {
    const exports = {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './calendar': { types: './dist/entry/calendar.d.ts', default: './dist/entry/calendar.js' },
      './package.json': './package.json',
    }
    expect(entryPointsOf({ name: '@huiyin/core', path: '/w/core', manifest: { exports } })).toEqual([
      { name: '@huiyin/core', source: '/w/core/src/index.ts' },
      { name: '@huiyin/core/calendar', source: '/w/core/src/entry/calendar.ts' },
    ])
  })

  it('each have a sentence on the landing page', () => {
    expect(landingPage(['a'], { a: 'For tests.' })).toContain('| [`a`](./a/index.md) | For tests. |')
    expect(() => landingPage(['a', 'b'], { a: 'For tests.' })).toThrow('what b is for')
  })
})
