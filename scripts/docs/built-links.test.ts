import { describe, expect, it } from 'vitest'
import { deadBuiltLinks, fetchedFromElsewhere } from './built-links.mjs'

const site = (pages: Record<string, string>) => new Map(Object.entries(pages))

describe('links in the built site', () => {
  it('lead to pages, folders, files and headings, Chinese ones too', () => {
    const pages = site({
      '/index.html':
        '<a href="/zh/"></a><a href="/zh/a.html#%E4%BB%A3%E7%A0%81"></a><a href="https://a.example/x"></a>',
      '/zh/index.html': '<a href="./a.html"></a><link href="/assets/x.css">',
      '/zh/a.html': '<h2 id="代码"></h2><a href="#代码"></a>',
    })
    expect(deadBuiltLinks(pages, new Set(['/assets/x.css']))).toEqual([])
  })

  it('are dead without the page or without the heading', () => {
    expect(deadBuiltLinks(site({ '/index.html': '<a href="/zh/b.html"></a><a href="#gone"></a>' }))).toEqual([
      '/index.html → /zh/b.html',
      '/index.html → #gone',
    ])
  })
})

describe('a page', () => {
  it('loads nothing from another host', () => {
    const pages = site({
      '/a.html': '<img src="data:image/svg+xml,x"><script src="https://cdn.example/x.js"></script>',
    })
    expect(fetchedFromElsewhere(pages)).toEqual(['/a.html loads https://cdn.example/x.js'])
  })
})
