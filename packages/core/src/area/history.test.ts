import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../../test/runs.js'
import type { AreaRow } from './area.js'
import type { AreaEvent, NewAreaEvent } from './area-events.js'
import { type AreaHistory, emptyAreaHistory } from './history.js'

const community = '370281001001'
const other = '370281001002'
const grid = (sequence: number, parent = community): AreaRow => ({
  code: `${community}${String(sequence).padStart(3, '0')}`,
  name: `网格 ${sequence}`,
  level: 'grid',
  parent,
})
const rows: AreaRow[] = [
  { code: '370281', name: '胶州市', level: 'county', parent: null },
  { code: '370281001', name: '阜安街道', level: 'town', parent: '370281' },
  { code: community, name: '兰州东路社区', level: 'community', parent: '370281001' },
  { code: other, name: '寺门首社区', level: 'community', parent: '370281001' },
  grid(1),
  grid(2),
]
const codeOf = (sequence: number) => grid(sequence).code

/** Events one after the other, the first at 100. */
function history(...drafts: readonly NewAreaEvent[]): AreaEvent[] {
  return drafts.map((draft, i) => ({ ...draft, seq: i + 1, at: (i + 1) * 100, by: { id: 'a', kind: 'staff' } }))
}
const imported: NewAreaEvent = { type: 'areas.imported', data: { rows } }
const split = (from: number, ...into: number[]): NewAreaEvent => ({
  type: 'areas.split',
  data: { from: codeOf(from), into: into.map((each) => grid(each)), oldPath: '' },
})
const merged = (from: readonly number[], into: number): NewAreaEvent => ({
  type: 'areas.merged',
  data: { from: from.map(codeOf), into: grid(into), oldPaths: [] },
})
const renamed = (code: number, name: string): NewAreaEvent => ({
  type: 'areas.redrawn',
  data: { code: codeOf(code), change: { name }, oldPath: '' },
})

/** Everything the model can be asked, for so many grids and at the borders of every event. */
function told(model: AreaHistory, grids: number, events: number) {
  const codes = [...rows.map((row) => row.code), ...Array.from({ length: grids }, (_, n) => codeOf(n + 1))]
  const instants = Array.from({ length: events + 2 }, (_, n) => [n * 100 - 1, n * 100]).flat()
  return {
    revision: model.revision,
    tree: model.tree().subtree('370281'),
    areas: codes.map((code) => [
      model.get(code),
      model.successorOf(code),
      instants.map((instant) => model.versionAt(code, instant)),
    ]),
  }
}

describe('the model', () => {
  it('retires a grid that is split, and names all that come after it', () => {
    const model = emptyAreaHistory.apply(history(imported, split(1, 3, 4)))
    expect(model.get(codeOf(1))).toMatchObject({ validTo: 200, successors: [codeOf(3), codeOf(4)] })
    expect(model.successorOf(codeOf(1))).toBe(codeOf(3))
    expect(model.tree().has(codeOf(1))).toBe(false)
    expect(model.tree().children(community)).toHaveLength(3)
  })
  it('retires every grid of a merge in favour of the new one', () => {
    const model = emptyAreaHistory.apply(history(imported, merged([1, 2], 5)))
    expect([1, 2, 5].map((each) => model.successorOf(codeOf(each)))).toEqual([codeOf(5), codeOf(5), codeOf(5)])
    expect(model.tree().children(community)).toEqual([{ ...grid(5), validFrom: 200 }])
  })
  it('makes no version of an area that takes others in and stays as it is', () => {
    const kept: NewAreaEvent = {
      type: 'areas.merged',
      data: { from: [codeOf(1)], into: grid(2), kept: true, oldPaths: [''] },
    }
    const model = emptyAreaHistory.apply(history(imported, kept))
    expect(model.of(codeOf(2))).toEqual([{ ...grid(2), validFrom: 100 }])
    expect([model.successorOf(codeOf(1)), model.predecessorsOf(codeOf(2))]).toEqual([codeOf(2), [codeOf(1)]])
    expect(model.inheritorsOf('nowhere')).toEqual([])
  })
  it('keeps a redrawn area in force, without successors, wherever it lies now', () => {
    const moved: NewAreaEvent = {
      type: 'areas.redrawn',
      data: { code: codeOf(1), change: { parent: other, kind: 'business' }, oldPath: '' },
    }
    const model = emptyAreaHistory.apply(history(imported, moved))
    expect(model.get(codeOf(1))).toEqual({ ...grid(1, other), kind: 'business', validFrom: 200 })
    expect(model.successorOf(codeOf(1))).toBe(codeOf(1))
    expect(model.tree().isWithin(codeOf(1), other)).toBe(true)
  })
  it('knows an area as it was at an instant: from its beginning on, up to its end and not at it', () => {
    const model = emptyAreaHistory.apply(history(imported, renamed(1, '新名'), split(1, 3, 4)))
    const at = (instant: number) => model.versionAt(codeOf(1), instant)?.name
    expect([99, 100, 199, 200, 299, 300].map(at)).toEqual([undefined, '网格 1', '网格 1', '新名', '新名', undefined])
    expect(model.versionAt(codeOf(3), 1e15)).toMatchObject({ validFrom: 300 })
    expect(model.versionAt('nowhere', 300)).toBeUndefined()
  })
  it('has no successor for a code that never was', () => {
    expect(emptyAreaHistory.successorOf(codeOf(1))).toBeUndefined()
  })
  it('leaves the model before the events as it was', () => {
    const before = emptyAreaHistory.apply(history(imported))
    const answers = told(before, 4, 2)
    before.apply(history(imported, split(1, 3, 4)))
    expect(told(before, 4, 2)).toEqual(answers)
    expect(emptyAreaHistory.tree().size).toBe(0)
  })
  it('knows the path of a root that has another code now, and no path that still holds', () => {
    const into = { code: '370299', name: '胶州市', level: 'county', parent: null } as const
    const recoded: NewAreaEvent = {
      type: 'areas.recoded',
      data: { codes: [{ from: '370281', into, oldPath: '370281/' }] },
    }
    const followed: NewAreaEvent = {
      type: 'areas.redrawn',
      data: { code: '370281001', change: { parent: '370299' }, oldPath: '370281/370281001/', follows: true },
    }
    const model = emptyAreaHistory.apply(history(imported, recoded, followed))
    expect(model.formerPaths()).toEqual(['370281/'])
    expect(model.lastPath('370281')).toBe('370281/')
    expect(emptyAreaHistory.apply(history(imported)).formerPaths()).toEqual([])
    expect(emptyAreaHistory.apply(history(imported, split(1, 3, 4))).formerPaths()).toEqual([
      `370281/370281001/${community}/${codeOf(1)}/`,
    ])
  })
  it('has changes decided ahead in the order of their days, and what they say in force from then on', () => {
    const scheduled = (change: string, effectiveFrom: number, name: string): NewAreaEvent => ({
      type: 'areas.changeScheduled',
      data: { change, effectiveFrom, steps: [{ name: 'redraw', code: codeOf(1), change: { name } }] },
    })
    const late = scheduled('late', 9000, '后')
    const model = emptyAreaHistory.apply(history(imported, late, scheduled('early', 8000, '先')))
    expect(model.pending.map(({ id }) => id)).toEqual(['early', 'late'])
    expect([7999, 8000, 9000].map((at) => model.treeAt(at).get(codeOf(1))?.name)).toEqual(['网格 1', '先', '后'])
    expect(model.asOf(8500).pending.map(({ id }) => id)).toEqual(['late'])
    expect(model.asOf(9000).get(codeOf(1))?.validFrom).toBe(9000)
    expect(model.due(7999)).toEqual({ events: [], history: model })
  })
  it('knows where a retired area lay last, when the event says so', () => {
    const model = emptyAreaHistory.apply(history(imported, split(1, 3, 4)))
    expect([model.lastPath(codeOf(1)), model.lastPath(codeOf(2))]).toEqual([undefined, undefined])
    const retired: NewAreaEvent = { type: 'areas.retired', data: { code: codeOf(2), into: community, oldPath: 'a/b/' } }
    expect(emptyAreaHistory.apply(history(imported, retired)).lastPath(codeOf(2))).toBe('a/b/')
  })
  it('takes a retirement of an area that never was for none', () => {
    const nowhere: NewAreaEvent = { type: 'areas.retired', data: { code: 'nowhere', into: community, oldPath: 'a/' } }
    const model = emptyAreaHistory.apply(history(imported, nowhere))
    expect([model.get('nowhere'), model.lastPath('nowhere')]).toEqual([undefined, undefined])
    expect(model.predecessorsOf(community)).toEqual([])
  })
  it('takes a redrawing of an area that never was for none', () => {
    const nowhere: NewAreaEvent = {
      type: 'areas.redrawn',
      data: { code: 'nowhere', change: { name: '新' }, oldPath: '' },
    }
    const known = emptyAreaHistory.apply(history(imported))
    expect(known.tree().size).toBe(rows.length)
    const [, event] = history(imported, nowhere)
    expect(
      known
        .apply([event as AreaEvent])
        .tree()
        .subtree('370281'),
    ).toEqual(known.tree().subtree('370281'))
  })
  it('lets events of a newer version of the library pass', () => {
    const unknown = { type: 'areas.flooded', data: {} } as unknown as NewAreaEvent
    const model = emptyAreaHistory.apply(history(imported, unknown, split(1, 3, 4)))
    expect(model.revision).toBe(3)
    expect(model.tree().has(codeOf(4))).toBe(true)
  })

  const step = fc.record({ kind: fc.constantFrom('split', 'merge', 'rename'), a: fc.nat(), b: fc.nat() })
  const past = fc.array(step, { maxLength: 25 }).map((steps) => {
    const drafts: NewAreaEvent[] = [imported]
    let live = [1, 2]
    let last = 2
    for (const { kind, a, b } of steps) {
      const from = live[a % live.length] as number
      const second = live[b % live.length] as number
      if (kind === 'rename') drafts.push(renamed(from, `名 ${b}`))
      else if (kind === 'merge' && from !== second) {
        drafts.push(merged([from, second], ++last))
        live = [...live.filter((each) => each !== from && each !== second), last]
      } else {
        drafts.push(split(from, ++last, ++last))
        live = [...live.filter((each) => each !== from), last - 1, last]
      }
    }
    return { events: history(...drafts), live: live.map(codeOf), last }
  })

  it('ends every chain of successors in an area in force', () => {
    fc.assert(
      fc.property(past, ({ events, live, last }) => {
        const model = emptyAreaHistory.apply(events)
        const grids = [community, other].flatMap((code) => model.tree().children(code))
        expect(grids.map((area) => area.code).sort()).toEqual([...live].sort())
        for (let each = 1; each <= last; each++) expect(live).toContain(model.successorOf(codeOf(each)))
      }),
    )
  })
  it('has at most one version of an area at an instant', () => {
    fc.assert(
      fc.property(past, ({ events, last }) => {
        const model = emptyAreaHistory.apply(events)
        for (let each = 1; each <= last; each++)
          for (const { at } of events) {
            const version = model.versionAt(codeOf(each), at)
            expect(version === undefined || (version.validFrom <= at && at < (version.validTo ?? 1e15))).toBe(true)
          }
      }),
    )
  })
  it('is the same in whatever batches its events come, and when some come again', () => {
    fc.assert(
      fc.property(past, fc.integer({ min: 1, max: 5 }), fc.nat({ max: 4 }), ({ events, last }, size, overlap) => {
        let batched = emptyAreaHistory
        for (let start = 0; start < events.length; start += size)
          batched = batched.apply(events.slice(Math.max(0, start - overlap), start + size))
        const whole = emptyAreaHistory.apply(events)
        expect(told(batched, last, events.length)).toEqual(told(whole, last, events.length))
      }),
      { numRuns: runs(50) },
    )
  })
})
