import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesBelow, root } from './lib/project.mjs'
import { chineseTextsWithout, sourceFile } from './lib/source.mjs'

const files: string[] = filesBelow(join(root, 'packages'))
const sources = files.filter((file) => /\/src\/.*(?<!\.test)\.ts$/.test(file))

describe('what people are told', () => {
  it('is Chinese where it says so: errors of set-up, refusals, titles', () => {
    const faults = sources.flatMap((file) =>
      chineseTextsWithout(sourceFile(file, readFileSync(file, 'utf8'))).map(
        (text: string) => `${relative(root, file)}: ${text}`,
      ),
    )
    expect(faults).toEqual([])
  })

  it('is looked at in texts, templates, choices and calls', () => {
    const source = sourceFile(
      'place.ts',
      [
        "const a = { zh: 'Two names', en: 'Two names' }",
        "const b = { zh: '两个名称', en: 'Two names' }",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
        'throw new ConfigurationError(inBoth(`${a} is not`, `${a} is not`))',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
        'refuseFaults(`插件 ${a}`, `plugin ${a}`, [])',
        "const c = { zh: on ? 'yes' : 'no', en: 'yes' }",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
        'const d = { zh: `${a.zh}。`, en: `${a.en}.` }',
      ].join('\n'),
    )
    expect(chineseTextsWithout(source)).toEqual(['Two names (line 1)', '… is not (line 3)', 'yes…no (line 5)'])
  })
})
