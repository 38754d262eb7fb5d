import { describe, expect, it } from 'vitest'
import { judge } from './judge.mjs'

const file = 'packages/core/src/sla/limit.ts'
const source = 'export const late = (now, due) =>\n  now >= due\n'
const location = { start: { line: 2, column: 3 }, end: { line: 2, column: 13 } }
const mutant = (replacement: string, status: string) => ({ location, replacement, status })
const report = { files: { [file]: { source, mutants: [mutant('true', 'Killed'), mutant('now > due', 'Survived')] } } }

describe('judging mutants', () => {
  it('gives each folder its score, and names what survived by its text', () => {
    expect(judge([report], [])).toEqual([
      {
        folder: 'sla/',
        killed: 1,
        excused: 0,
        survived: [{ file, line: 2, was: 'now >= due', becomes: 'now > due', status: 'Survived' }],
        score: 50,
        least: 85,
        reached: false,
      },
    ])
  })

  it('leaves out a survivor that is excused with a reason', () => {
    const excused = [{ file, was: 'now >= due', becomes: 'now > due', reason: 'no instant is shared' }]
    expect(judge([report], excused)).toMatchObject([{ score: 100, excused: 1, survived: [], reached: true }])
  })

  it('does not count what the compiler or the runner refused', () => {
    const broken = { files: { [file]: { source, mutants: [mutant('x', 'RuntimeError'), mutant('y', 'Ignored')] } } }
    expect(judge([broken], [])).toEqual([])
  })
})
