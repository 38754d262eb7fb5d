import { describe, expect, it } from 'vitest'
import { anchorsOf, fencedBlocks, linksOf } from './markdown.mjs'

describe('anchors', () => {
  it('are those GitHub derives from headings, Chinese and repeated ones too', () => {
    const page =
      '# Huiyin 回音\n## 1. Who uses it?\n## `createX()` & [links](a.md)\n## 更多\n## 更多\n```sh\n# no heading\n```\n<a id="own"></a>'
    expect([...anchorsOf(page)]).toEqual(['huiyin-回音', '1-who-uses-it', 'createx--links', '更多', '更多-1', 'own'])
  })
})

describe('links', () => {
  it('are found inline, by reference, around images and in HTML, but not in code and comments', () => {
    const page = [
      'see [a](a.md#x "title") and [![i](i.png)](b.md)',
      '',
      '[c]: c.md',
      '<img alt="" src="d.png">',
      '`[no](no.md)` <!-- [no](no.md) -->',
      '```md',
      '[no](no.md)',
      '```',
    ].join('\n')
    expect(linksOf(page).map(({ target, line }) => `${line} ${target}`)).toEqual([
      '1 a.md#x',
      '1 i.png',
      '1 b.md',
      '3 c.md',
      '4 d.png',
    ])
  })
})

describe('fenced blocks', () => {
  it('come with their language, their place and the line above', () => {
    const [block, ...others] = fencedBlocks('<!-- no-run: needs a server -->\n\n```ts no-run\nf(`x`)\n```\ntext')
    expect(block).toMatchObject({
      info: 'ts no-run',
      code: 'f(`x`)',
      line: 3,
      above: '<!-- no-run: needs a server -->',
    })
    expect(others).toEqual([])
  })
})
