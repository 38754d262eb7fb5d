import { describe, expect, it } from 'vitest'
import { isHuiyinError } from '../errors.js'
import { type AreaLookup, checkQuery, groupKey, type MeasureOptions, tallyRange } from './query.js'

const period = { from: '2022-01-01', to: '2022-02-01' }
const levels: Readonly<Record<string, string>> = { '1': 'county', '11': 'town', '111': 'grid' }
let asked = 0
const areas = {
  path: (code: string) => `root/${code}/`,
  level: (code: string) => {
    asked++
    return levels[code]
  },
} as AreaLookup

/** The places a query is wrong at. */
function pathsOf(options: unknown): string[] {
  try {
    checkQuery(options as MeasureOptions)
    return []
  } catch (error) {
    return isHuiyinError(error, 'invalid-input') ? error.issues.map(({ path }) => path.join('.')) : ['?']
  }
}

describe('a query', () => {
  it('names a period, and may name a group, a level of areas and what it is about', () => {
    expect(pathsOf({ period })).toEqual([])
    expect(
      pathsOf({ period, by: 'area', level: 'town', within: '1', unit: 'u', category: 'c', channel: 'grid' }),
    ).toEqual([])
    for (const by of ['unit', 'category', 'channel', 'day']) expect(pathsOf({ period, by })).toEqual([])
  })

  it.each([
    [undefined, ['period.from', 'period.to']],
    [{}, ['period.from', 'period.to']],
    [{ period, by: 'person' }, ['by']],
    [{ period, by: 'area', level: 'planet' }, ['level']],
    [{ period, level: 'planet' }, ['level']],
    [{ period, level: 'town' }, ['level']],
    [{ period, by: 'unit', level: 'town' }, ['level']],
    [{ period, units: 'u' }, ['units']],
    [{ period: { from: '2022-1-1', to: '2022-02-01' }, by: 'person', units: 'u' }, ['period.from', 'units', 'by']],
  ])('is refused with everything that is wrong with it: %j', (options, paths) => {
    expect(pathsOf(options)).toEqual(paths)
  })

  it('asks the tallies for what it names, and for nothing else', () => {
    expect(tallyRange({ period }, areas)).toStrictEqual({ from: period.from, to: period.to })
    expect(tallyRange({ period, within: '1', unit: '', category: 'c', channel: 'grid', by: 'unit' }, areas)).toEqual({
      ...period,
      ...{ within: 'root/1/', unit: '', category: 'c', channel: 'grid' },
    })
  })
})

describe('a group', () => {
  it('is the whole without a grouping, else what the tally says', () => {
    expect(groupKey(undefined, undefined, areas)('x')).toBe('')
    expect(groupKey('unit', 'town', areas)('x')).toBe('x')
    for (const path of ['1/11/', '1/gone/11/']) expect(groupKey('area', undefined, areas)(path)).toBe(path)
  })

  it('of areas of a level is the path down to it; what lies above, or is not known, keeps its own', () => {
    const rolled = groupKey('area', 'town', areas)
    expect(['1/11/111/', '1/11/', '1/', '9/99/'].map(rolled)).toEqual(['1/11/', '1/11/', '1/', '9/99/'])
    expect(groupKey('area', 'county', areas)('1/11/111/')).toBe('1/')
  })

  it('is found once, however many tallies have the path', () => {
    const rolled = groupKey('area', 'grid', areas)
    asked = 0
    for (const _ of [1, 2, 3]) rolled('1/11/111/')
    expect(asked).toBe(3)
  })
})
