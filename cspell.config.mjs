// The spelling of documents and comments: British English, the words of the glossary, and the names in cspell-words.txt.
import { readFileSync } from 'node:fs'
import { glossaryWords } from './scripts/docs/glossary-words.mjs'

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')
const ownWords = read('cspell-words.txt')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))

export default {
  version: '0.2',
  language: 'en-GB',
  files: [
    'docs/**/*.md',
    'README*.md',
    'CONTRIBUTING.md',
    'packages/*/README.md',
    'examples/*/README.md',
    'packages/*/src/**/*.ts',
  ],
  // Tests misspell on purpose, and hold vectors.
  ignorePaths: ['docs/reference/api', 'docs/.vitepress/dist', '**/dist', '**/node_modules', '**/*.test.ts'],
  words: [...ownWords, ...glossaryWords(read('docs/glossary.md'))],
  ignoreRegExpList: [
    '/[\\p{Script=Han}\\p{Script=Arabic}\\u3000-\\u303f\\uff00-\\uffef]+/gu',
    '/\\b[0-9a-f]{16,}\\b/g', // digests
  ],
  // Of sources the comments and the texts; names are checked where they are explained.
  overrides: [{ filename: '**/*.ts', includeRegExpList: ['CStyleComment', 'string'] }],
}
