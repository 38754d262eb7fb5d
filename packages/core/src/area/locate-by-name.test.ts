import { describe, expect, it } from 'vitest'
import type { AreaLevel } from './area.js'
import { locateByName } from './locate-by-name.js'
import { createAreaTree } from './tree.js'

const area = (code: string, name: string, level: AreaLevel, parent: string | null) =>
  ({ code, name, level, parent, since: 0 }) as never
const tree = createAreaTree([
  area('3', '胶州市', 'county', null),
  area('31', '阜安街道', 'town', '3'),
  area('311', '向阳社区', 'community', '31'),
  area('3111', '第一网格', 'grid', '311'),
  area('3112', '第二网格', 'grid', '311'),
  area('312', '东风社区', 'community', '31'),
  area('3121', '第一网格', 'grid', '312'),
])

describe('an address', () => {
  it.each([
    ['胶州市阜安街道向阳社区第一网格 3 号楼', '3111'],
    ['向阳 社区第一网格', '3111'],
    ['第二网格', '3112'],
    ['阜安街道东风社区 12 号', '312'],
    ['山东省胶州市', '3'],
  ])('lies in the area of which most is named: %s', (address, code) => {
    expect(locateByName(tree, address)).toEqual({ area: code })
  })

  it('that names what several areas are called lies in either', () => {
    expect(locateByName(tree, '阜安街道第一网格')).toEqual({ ambiguous: ['3111', '3121'] })
    expect(locateByName(tree, '向阳社区、东风社区之间')).toEqual({ ambiguous: ['311', '312'] })
  })

  it.each(['', '某路 5 号'])('that names no area lies nowhere that is known: %s', (address) => {
    expect(locateByName(tree, address)).toBeUndefined()
  })
})
