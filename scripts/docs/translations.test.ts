import { describe, expect, it } from 'vitest'
import { demanded, differences } from './translations.mjs'

describe('the table of pages', () => {
  it('demands a file for each page, two where there is a translation, none where it is generated', () => {
    const page = { en: '', zh: '' }
    expect(
      demanded([
        { ...page, slug: 'areas', translated: true },
        { ...page, slug: 'faq', translated: false },
        { ...page, slug: 'reference/api/index', translated: false, generated: true },
      ]),
    ).toEqual(['areas.md', 'zh/areas.md', 'faq.md'])
  })
})

describe('a page in two languages', () => {
  const english = '# Areas\n## Codes\n```ts\nlog(a.title.en) // the title\n```\n## Import\n'

  it('is equal when headings and code are, whatever the language of comments and texts', () => {
    const chinese = '# 区划\n## 代码\n```ts\nlog(a.title.zh) // 名称\n```\n## 导入\n'
    expect(differences(english, chinese)).toEqual([])
    expect(differences("```ts\nf('a') /* b */\n```", "```ts\nf('甲')\n```")).toEqual([])
  })

  it('differs by a heading that is missing, or of another level', () => {
    expect(differences(english, english.replace('## Import\n', ''))).toEqual([
      'headings differ from "## Import" in English, the end in Chinese',
    ])
    expect(differences(english, `${english}### 例\n`)).toEqual([
      'headings differ from the end in English, "### 例" in Chinese',
    ])
    expect(differences(english, english.replace('## Codes', '### Codes'))).toEqual([
      'headings differ from "## Codes" in English, "### Codes" in Chinese',
    ])
  })

  it('differs by its code blocks and by what they do', () => {
    expect(differences(english, english.replace('```ts', '```ts no-run'))).toEqual([
      'code blocks differ: ts in English, ts no-run in Chinese',
    ])
    expect(differences(english, english.replace('log(', 'print('))).toEqual([
      'the code of line 3 in English is another than that of line 3 in Chinese',
    ])
  })
})
