import { describe, expect, it } from 'vitest'
import { glossaryWords } from './glossary-words.mjs'

describe('the words of the glossary', () => {
  it('are those of the columns English and identifier, whole and in parts', () => {
    const glossary = `# Glossary with prose

| English | 中文 | identifier | meaning |
|---|---|---|---|
| grid lead | 网格长 | \`gridLead\` | The person in charge. |
| co-handler | 协办单位 | \`CoHandler\` \`coHandlers\` | A unit that helps. |
`
    expect(glossaryWords(glossary).sort()).toEqual(
      [
        'English',
        'identifier',
        'grid',
        'lead',
        'gridLead',
        'Lead',
        'handler',
        'CoHandler',
        'Handler',
        'coHandlers',
        'Handlers',
      ].sort(),
    )
  })
})
