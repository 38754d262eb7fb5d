import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Area } from './area.js'
import { createAreaTree, gridCodes } from './tree.js'

// A random forest in any order: each node hangs below another one or is a root.
const grown = fc.array(fc.nat(), { minLength: 1, maxLength: 60 }).map((picks) =>
  picks.map(
    (pick, i): Area => ({
      code: `n${i}`,
      name: `${i}`,
      level: 'grid',
      parent: i === 0 || pick % (i + 1) === i ? null : `n${pick % i}`,
      validFrom: 0,
    }),
  ),
)

const forest = grown.chain((areas) => fc.shuffledSubarray(areas, { minLength: areas.length }))

describe('the tree', () => {
  it('says within as walking the parents does', () => {
    fc.assert(
      fc.property(forest, (areas) => {
        const tree = createAreaTree(areas)
        const parents = new Map(areas.map((area) => [area.code, area.parent]))
        for (const { code } of areas) {
          const above = new Set<string>()
          for (let at: string | null | undefined = code; at != null; at = parents.get(at)) above.add(at)
          for (const { code: other } of areas) expect(tree.isWithin(code, other)).toBe(above.has(other))
          expect(tree.path(code)).toBe(
            [...above]
              .reverse()
              .map((each) => `${each}/`)
              .join(''),
          )
          expect(tree.ancestors(code).map((area) => area.code)).toEqual([...above].slice(1))
        }
      }),
    )
  })
  it('lists a subtree as recursion does, parents first', () => {
    fc.assert(
      fc.property(forest, (areas) => {
        const tree = createAreaTree(areas)
        const below = (code: string): string[] => [
          code,
          ...areas.filter((area) => area.parent === code).flatMap((area) => below(area.code)),
        ]
        for (const { code } of areas) expect(tree.subtree(code).map((area) => area.code)).toEqual(below(code))
        expect(tree.roots().flatMap((root) => tree.subtree(root.code))).toHaveLength(areas.length)
      }),
    )
  })
  it('lists children and roots in the order they came', () => {
    fc.assert(
      fc.property(forest, (areas) => {
        const tree = createAreaTree(areas)
        for (const { code } of areas) expect(tree.children(code)).toEqual(areas.filter((area) => area.parent === code))
        expect(tree.roots()).toEqual(areas.filter((area) => area.parent === null))
      }),
    )
  })
  it('is as deep as it needs to be', () => {
    const deep = Array.from(
      { length: 50_000 },
      (_, i): Area => ({ code: `${i}`, name: '', level: 'grid', parent: i === 0 ? null : `${i - 1}`, validFrom: 0 }),
    )
    const tree = createAreaTree(deep)
    expect(tree.subtree('0')).toHaveLength(deep.length)
    expect(tree.isWithin('49999', '0')).toBe(true)
  })
  it('knows nothing of codes that are not in it', () => {
    const tree = createAreaTree([])
    expect([
      tree.has('x'),
      tree.get('x'),
      tree.isWithin('x', 'x'),
      tree.subtree('x'),
      tree.children('x'),
      tree.path('x'),
      tree.size,
    ]).toEqual([false, undefined, false, [], [], '', 0])
  })
})

describe('the grids', () => {
  const area = (code: string, level: Area['level'], parent: string | null): Area => ({
    code,
    name: code,
    level,
    parent,
    validFrom: 0,
  })
  const tree = createAreaTree([
    area('1', 'county', null),
    area('11', 'town', '1'),
    area('111', 'grid', '11'),
    area('112', 'grid', '11'),
    area('12', 'grid', '1'),
    area('2', 'county', null),
    area('21', 'grid', '2'),
  ])

  it('are those of the whole city, or those within an area', () => {
    expect(gridCodes(tree, undefined)).toEqual(['111', '112', '12', '21'])
    expect([gridCodes(tree, '11'), gridCodes(tree, '12'), gridCodes(tree, '9')]).toEqual([['111', '112'], ['12'], []])
  })
})
