import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../../../test/runs.js'
import type { AreaLevel, AreaRow } from '../area.js'
import type { AreaEvent, AreaStep, NewAreaEvent } from '../area-events.js'
import { emptyAreaHistory } from '../history.js'
import { draftOf } from './draft.js'
import { noJudge } from './judge.js'
import { takeSteps } from './step-events.js'

const row = (code: string, level: AreaLevel, parent: string | null): AreaRow => ({ code, name: code, level, parent })
const rows: readonly AreaRow[] = [
  row('1', 'county', null),
  ...['11', '12'].map((code) => row(code, 'town', '1')),
  ...['111', '112', '121'].map((code) => row(code, 'community', code.slice(0, 2))),
  ...['1111', '1112', '1121', '1211'].map((code) => row(code, 'grid', code.slice(0, 3))),
  row('B', 'building', '1111'),
]
const dated = (event: NewAreaEvent, seq: number, at: number): AreaEvent => ({
  ...event,
  seq,
  at,
  by: { id: 'a', kind: 'staff' },
})
const before = emptyAreaHistory.apply([dated({ type: 'areas.imported', data: { rows } }, 1, 100)])

const pick = fc.record({ kind: fc.nat(5), a: fc.nat(), b: fc.nat(), flag: fc.boolean() })

/** A step among the areas that are there; what makes no sense is refused, which is an answer too. */
function stepOf(
  { kind, a, b, flag }: { kind: number; a: number; b: number; flag: boolean },
  codes: string[],
): AreaStep {
  const code = codes[a % codes.length] as string
  const other = codes[b % codes.length] as string
  const fresh = (n: number): AreaRow => {
    const { level, parent } = rows.find((each) => each.code === code) ?? row(code, 'grid', '111')
    return row(`${parent ?? ''}${codes.length + n}0`, level, parent)
  }
  const steps: readonly AreaStep[] = [
    { name: 'split', from: code, into: [fresh(0), fresh(1)] },
    { name: 'merge', from: [code, other], into: flag ? code : fresh(0) },
    flag ? { name: 'retire', code } : { name: 'retire', code, into: other },
    { name: 'recode', code, to: fresh(0).code, below: flag },
    { name: 'redraw', code, change: flag ? { parent: other } : { name: `${b}` } },
    { name: 'import', rows: [fresh(0)] },
  ]
  return steps[kind] as AreaStep
}

describe('a draft', () => {
  it('answers, after any steps, what the history answers when they have happened', () => {
    let taken = 0
    fc.assert(
      fc.property(fc.array(pick, { minLength: 1, maxLength: 12 }), (picks) => {
        const events: NewAreaEvent[] = []
        const codes = rows.map(({ code }) => code)
        let draft = draftOf(before, 200)
        for (const each of picks) {
          const outcome = takeSteps([stepOf(each, codes)], draft, noJudge)
          if ('refusal' in outcome) {
            draft = draftOf(before, 200)
            draft.fold(events)
            continue
          }
          taken++
          events.push(...outcome.events)
          for (const event of outcome.events)
            for (const [code] of JSON.stringify(event).matchAll(/(?<="code":")[^"]+/g))
              if (!codes.includes(code)) codes.push(code)
        }
        const after = before.apply(events.map((event, i) => dated(event, i + 2, 200)))
        const tree = after.tree()
        for (const code of [...codes, 'never']) {
          expect(draft.get(code)).toEqual(after.get(code))
          expect(draft.inForce(code)).toEqual(tree.get(code))
          expect(draft.path(code)).toBe(tree.path(code))
          const below = draft.children(code).map((child) => child.code)
          expect(below.toSorted()).toEqual(
            tree
              .children(code)
              .map((child) => child.code)
              .toSorted(),
          )
          expect(codes.filter((other) => draft.isWithin(code, other))).toEqual(
            codes.filter((other) => after.inheritorsOf(other).some((each) => tree.isWithin(code, each))),
          )
        }
        // Whatever was taken, nothing hangs on what is not in force.
        for (const code of codes) {
          const parent = tree.get(code)?.parent
          if (parent !== undefined && parent !== null) expect(tree.has(parent)).toBe(true)
        }
      }),
      { numRuns: runs(100) },
    )
    expect(taken).toBeGreaterThan(0)
  })
})
