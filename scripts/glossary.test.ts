import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesBelow, root } from './lib/project.mjs'

const lines = readFileSync(join(root, 'docs/glossary.md'), 'utf8').split('\n')
const rows = lines
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
const terms = rows.filter((cells) => cells[0] !== 'English' && !cells.every((cell) => /^-+$/.test(cell)))

describe('the glossary', () => {
  it('has four columns in every table, in this order', () => {
    const heads = rows.filter((cells) => cells[0] === 'English')
    expect(heads.length).toBeGreaterThan(0)
    for (const head of heads) expect(head).toEqual(['English', '中文', 'identifier', 'meaning'])
    for (const cells of terms) expect(cells, cells.join(' | ')).toHaveLength(4)
  })

  it('gives every term a Chinese word and one sentence', () => {
    for (const [english, chinese, , meaning] of terms) {
      expect(chinese, english).not.toBe('')
      expect(meaning, english).toMatch(/^[A-Z0-9"].*\.$/)
    }
  })

  it('names no English term twice', () => {
    const names = terms.map(([english]) => english)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('names identifiers that are in the sources', () => {
    const files: string[] = filesBelow(join(root, 'packages'))
    const sources = files.filter((file) => /\/src\/.*(?<!\.test)\.ts$/.test(file))
    const words = new Set(sources.flatMap((file) => readFileSync(file, 'utf8').match(/[A-Za-z][\w-]*/g) ?? []))
    for (const [english, , identifiers = ''] of terms) {
      expect(identifiers.replace(/`[^`\s]+`/g, '').trim(), `${english}: identifiers stand in back-ticks`).toBe('')
      for (const [, identifier = ''] of identifiers.matchAll(/`([^`]+)`/g)) {
        expect(words.has(identifier), `${identifier} (${english}) is not in packages/*/src`).toBe(true)
      }
    }
  })
})
