import { describe, expect, it } from 'vitest'
import { stretches } from './stretches.mjs'

describe('a sample of lines for the mutation testing', () => {
  it('is the whole file when every stretch is asked for', () => {
    expect(stretches('a.ts', 40, 1)).toEqual([{ file: 'a.ts' }])
  })
  it('takes each line in one sample only, wherever it begins', () => {
    const names = ['a.ts', 'ab.ts', 'abc.ts']
    const lines = names.flatMap((file) =>
      stretches(file, 100, 3).flatMap(({ from = 0, to = 0 }) =>
        Array.from({ length: to - from + 1 }, (_, place) => from + place),
      ),
    )
    expect(lines.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, place) => place + 1))
  })
})
