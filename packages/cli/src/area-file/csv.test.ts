import { describe, expect, it } from 'vitest'
import { parseCsv } from './csv.js'

describe('comma-separated values', () => {
  it('keep commas, line breaks and quotes that are quoted', () => {
    expect(parseCsv('a,"b,c","d\r\ne","say ""yes"""\r\n')).toEqual([['a', 'b,c', 'd\r\ne', 'say "yes"']])
  })
  it('may end with or without a line break, in lines of either kind', () => {
    const rows = [
      ['1', '2'],
      ['3', ''],
    ]
    for (const text of ['1,2\n3,', '1,2\r\n3,\r\n', '1,2\n\n3,\n\n', '1,2\n,\n3,\n'])
      expect(parseCsv(text)).toEqual(rows)
  })
  it('keep a quote in the middle of a cell as it is', () => {
    expect(parseCsv('5" pipe,x\n')).toEqual([['5" pipe', 'x']])
  })
  it('name the line of a quote that is never closed', () => {
    expect(() => parseCsv('a\nb\n"c\nd')).toThrow('line 3')
  })
})
