import { describe, expect, it } from 'vitest'
import type { AreaLevel, AreaRow } from './area.js'
import type { AreaEvent, NewAreaEvent } from './area-events.js'
import { emptyAreaHistory } from './history.js'
import { pathsLeftBy, retiredBy } from './left-paths.js'

const row = (code: string, level: AreaLevel, parent: string | null): AreaRow => ({ code, name: code, level, parent })
const rows = [
  row('1', 'county', null),
  row('11', 'town', '1'),
  row('12', 'town', '1'),
  row('111', 'community', '11'),
  row('112', 'community', '11'),
  row('1111', 'grid', '111'),
  row('1112', 'grid', '111'),
]
const path = (code: string) => [...code].map((_, n) => `${code.slice(0, n + 1)}/`).join('')
const imported: NewAreaEvent = { type: 'areas.imported', data: { rows } }
const retired = (code: string, into: string): NewAreaEvent => ({
  type: 'areas.retired',
  data: { code, into, oldPath: path(code) },
})
const split = (from: string, ...into: AreaRow[]): NewAreaEvent => ({
  type: 'areas.split',
  data: { from, into, oldPath: path(from) },
})
const merged = (from: string[], into: AreaRow, kept?: true): NewAreaEvent => ({
  type: 'areas.merged',
  data: { from, into, oldPaths: from.map(path), ...(kept && { kept }) },
})
const recoded = (from: string, into: AreaRow): NewAreaEvent => ({
  type: 'areas.recoded',
  data: { codes: [{ from, into, oldPath: path(from) }] },
})
const moved = (code: string, parent: string, follows = false): NewAreaEvent => ({
  type: 'areas.redrawn',
  data: { code, change: { parent }, oldPath: path(code), ...(follows && { follows }) },
})
const scheduled = (change: string, effectiveFrom: number, name: string): NewAreaEvent => ({
  type: 'areas.changeScheduled',
  data: { change, effectiveFrom, steps: [{ name: 'redraw', code: '11', change: { name } }] },
})
const after = (...drafts: readonly NewAreaEvent[]) =>
  emptyAreaHistory.apply(
    [imported, ...drafts].map(
      (draft, i): AreaEvent => ({ ...draft, seq: i + 1, at: (i + 1) * 100, by: { id: 'a', kind: 'staff' } }),
    ),
  )

describe('who takes the place of an area', () => {
  it('is none of a level above its own: the community that a grid was retired into inherits nothing', () => {
    const history = after(retired('1111', '111'), retired('1112', '1111'), split('112', row('113', 'community', '11')))
    expect([history.inheritorsOf('1111'), history.successorOf('1111')]).toEqual([[], '111'])
    expect([history.predecessorsOf('111'), history.predecessorsOf('113')]).toEqual([[], ['112']])
    expect([history.inheritorsOf('112'), history.inheritorsOf('12'), history.inheritorsOf('never')]).toEqual([
      ['113'],
      ['12'],
      [],
    ])
  })

  it('of one level is who inherits, and follows on its rules', () => {
    const history = after(retired('1111', '1112'))
    expect(history.inheritorsOf('1111')).toEqual(['1112'])
    expect(history.predecessorsOf('1112')).toEqual(['1111'])
  })

  it('is followed over any number of changes, each once, the nearest first', () => {
    const history = after(
      split('1111', row('1113', 'grid', '111'), row('1114', 'grid', '111')),
      merged(['1113', '1112'], row('1115', 'grid', '111')),
      recoded('1115', row('1116', 'grid', '111')),
      merged(['1114'], row('1116', 'grid', '111'), true),
    )
    expect(history.inheritorsOf('1111')).toEqual(['1116'])
    expect(history.predecessorsOf('1116')).toEqual(['1115', '1114', '1113', '1112', '1111'])
    expect(history.successorOf('1112')).toBe('1116')
  })
})

describe('where areas lay', () => {
  it('is kept of those that are retired', () => {
    const history = after(split('111', row('113', 'community', '11')), recoded('112', row('114', 'community', '11')))
    expect([history.lastPath('111'), history.lastPath('112'), history.lastPath('12')]).toEqual([
      '1/11/111/',
      '1/11/112/',
      undefined,
    ])
  })

  it('and none lies now is told without what lies below another', () => {
    expect(after().formerPaths()).toEqual([])
    expect(after(moved('111', '12')).formerPaths()).toEqual(['1/11/111/'])
    // Moved back, it lies there again.
    expect(after(moved('111', '12'), moved('111', '11')).formerPaths()).toEqual(['1/12/111/'])
    expect(after(retired('11', '12'), moved('111', '12', true), moved('112', '12', true)).formerPaths()).toEqual([
      '1/11/',
    ])
  })

  it('is told of every event that something has to follow', () => {
    expect(pathsLeftBy(split('111', row('113', 'community', '11')))).toEqual(['1/11/111/'])
    expect(pathsLeftBy(retired('111', '11'))).toEqual(['1/11/111/'])
    expect(pathsLeftBy(merged(['111', '112'], row('113', 'community', '11')))).toEqual(['1/11/111/', '1/11/112/'])
    expect(pathsLeftBy(recoded('111', row('113', 'community', '11')))).toEqual(['1/11/111/'])
    expect(pathsLeftBy(moved('111', '12'))).toEqual(['1/11/111/'])
    expect(pathsLeftBy(moved('111', '12', true))).toEqual([])
    expect(pathsLeftBy({ type: 'areas.redrawn', data: { code: '111', change: { name: 'x' }, oldPath: 'x' } })).toEqual(
      [],
    )
    expect(pathsLeftBy(imported)).toEqual([])
  })

  it('is not that of areas that an event leaves in force', () => {
    expect(retiredBy(split('111', row('113', 'community', '11')))).toEqual(['111'])
    expect(retiredBy(merged(['111', '112'], row('113', 'community', '11')))).toEqual(['111', '112'])
    expect(retiredBy(retired('111', '11'))).toEqual(['111'])
    expect(retiredBy(recoded('111', row('113', 'community', '11')))).toEqual(['111'])
    expect([retiredBy(moved('111', '12')), retiredBy(imported)]).toEqual([[], []])
  })
})

describe('changes decided ahead', () => {
  const ahead = after(scheduled('b', 2000, '乙'), scheduled('a', 1000, '甲'))
  it('are known in the order of their days, until they are called off or written out', () => {
    expect(ahead.pending.map(({ id }) => id)).toEqual(['a', 'b'])
    const cancelled = after(scheduled('a', 1000, '甲'), { type: 'areas.changeCancelled', data: { change: 'a' } })
    expect(cancelled.pending).toEqual([])
    const other = after(scheduled('a', 1000, '甲'), { type: 'areas.changeTookEffect', data: { change: 'z' } })
    expect(other.pending.map(({ id }) => id)).toEqual(['a'])
  })

  it('hold from their instant on, one after the other, and change no revision', () => {
    const nameAt = (instant: number) => ahead.asOf(instant).tree().get('11')?.name
    expect([999, 1000, 1999, 2000].map(nameAt)).toEqual(['11', '甲', '甲', '乙'])
    expect(ahead.asOf(999)).toBe(ahead)
    expect(ahead.asOf(1500)).toBe(ahead.asOf(1000))
    expect([ahead.revision, ahead.asOf(2000).revision]).toEqual([3, 3])
    expect([ahead.asOf(1000).pending, ahead.asOf(2000).pending].map((each) => each.length)).toEqual([1, 0])
    expect(ahead.due(1000).events.map(({ type }) => type)).toEqual(['areas.changeTookEffect', 'areas.redrawn'])
  })

  it('show in the tree of a day to come, and the past stays what it was', () => {
    expect([ahead.treeAt(2000).get('11')?.name, ahead.treeAt(500).get('11')?.name]).toEqual(['乙', '11'])
    expect(ahead.treeAt(99).size).toBe(0)
    const changed = after(split('1111', row('1113', 'grid', '111'), row('1114', 'grid', '111')))
    expect([changed.treeAt(199).has('1111'), changed.treeAt(200).has('1111')]).toEqual([true, false])
    expect([changed.treeAt(199).has('1113'), changed.treeAt(200).has('1113')]).toEqual([false, true])
  })

  it('that became impossible are called off at their instant', () => {
    const impossible = after(scheduled('a', 1000, '甲'), retired('11', '12'))
    expect(impossible.due(1000).events).toEqual([
      { type: 'areas.changeCancelled', data: { change: 'a', because: 'area-not-in-force' } },
    ])
    expect(impossible.asOf(1000).pending).toEqual([])
  })
})
