import MiniSearch from 'minisearch'
import { describe, expect, it } from 'vitest'
import { tokenize } from '../../docs/.vitepress/search.mjs'
import { loadIndex } from './built-search.mjs'

const sections = [
  { id: '/zh/a.html#a', title: '期限', titles: [], text: '三个工作日内办结' },
  { id: '/zh/b.html#b', title: '工作队', titles: [], text: '网格员上门答复' },
]

function index() {
  const mini = new MiniSearch({ fields: ['title', 'titles', 'text'], storeFields: ['title', 'titles'], tokenize })
  mini.addAll(sections)
  return loadIndex(JSON.stringify(mini))
}

describe('the search', () => {
  it('takes Chinese apart into words, and keeps identifiers whole', () => {
    expect(tokenize('网格员 accepts; createHuiyin()')).toEqual(expect.arrayContaining(['accepts', 'createHuiyin']))
    expect(tokenize('三个工作日内').length).toBeGreaterThan(1)
  })

  it('works as the copy of its source that the page gets', () => {
    const copied = new Function(`return ${tokenize}`)()
    expect(copied('三个工作日内')).toEqual(tokenize('三个工作日内'))
  })

  it('finds the section with all the words of a term, not those with some', () => {
    expect(
      index()
        .search('工作日')
        .map(({ id }) => id),
    ).toEqual(['/zh/a.html#a'])
    expect(
      index()
        .search('网格员')
        .map(({ id }) => id),
    ).toEqual(['/zh/b.html#b'])
  })
})
