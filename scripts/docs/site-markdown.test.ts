import { createMarkdownRenderer, type MarkdownRenderer } from 'vitepress'
import { beforeAll, describe, expect, it } from 'vitest'
import { diagrams } from '../../docs/.vitepress/diagrams.mjs'
import { outsideLinks } from '../../docs/.vitepress/outside-links.mjs'

let markdown: MarkdownRenderer
beforeAll(async () => {
  markdown = await createMarkdownRenderer('docs')
  markdown.use(diagrams).use(outsideLinks)
})
const shown = (text: string, relativePath = 'running.md') => markdown.render(text, { relativePath })

describe('a link that leads out of the site', () => {
  it('becomes its text and the path of the file', async () => {
    expect(await shown('[the CLI](../packages/cli/README.md#use)')).toBe(
      '<p>the CLI (<code>packages/cli/README.md</code>)</p>\n',
    )
    expect(await shown('[`bench/`](../../bench/)', 'zh/performance.md')).toContain('<code>bench/</code></p>')
  })

  it('is not one that leads to another page', async () => {
    expect(await shown('[record](record.md) [中文](zh/running.md)')).toContain('<a href="./record.html"')
    expect(await shown('[English](../running.md)', 'zh/running.md')).toContain('<a href="./../running.html"')
  })
})

describe('a diagram', () => {
  it('is an image for each colour scheme, with the names of states and no foreign font', async () => {
    const html = await shown('# A way\n```mermaid\nstateDiagram-v2\n  [*] --> open: submit\n  open: 已上报\n```\n')
    const images = [
      ...html.matchAll(/<img class="(light|dark)" alt="A way" src="data:image\/svg\+xml;base64,([^"]+)"/g),
    ]
    expect(images.map(([, scheme]) => scheme)).toEqual(['light', 'dark'])
    for (const [, , data] of images) {
      const svg = Buffer.from(data ?? '', 'base64').toString()
      expect(svg).toContain('已上报')
      expect(svg).not.toContain('@import')
    }
  })
})
