import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AreaRow } from './area.js'
import type { AreaEvent, NewAreaEvent } from './area-events.js'
import { emptyAreaHistory } from './history.js'

const rows: AreaRow[] = [
  { code: '370281', name: '胶州市', level: 'county', parent: null },
  ...['001', '002'].map((n) => ({ code: `370281${n}`, name: n, level: 'town', parent: '370281' }) as const),
  ...['001', '002', '003'].map(
    (n) => ({ code: `370281001${n}`, name: n, level: 'community', parent: '370281001' }) as const,
  ),
]
const imported: NewAreaEvent = { type: 'areas.imported', data: { rows } }
const redrawn = fc
  .record({
    code: fc.constantFrom(...rows.slice(1).map(({ code }) => code)),
    name: fc.option(fc.constantFrom('甲', '乙', '丙'), { nil: undefined }),
    town: fc.option(fc.constantFrom('370281001', '370281002'), { nil: undefined }),
  })
  .map(({ code, name, town }): NewAreaEvent => {
    const moves = town !== undefined && code.length === 12
    const change = { ...(name !== undefined && { name }), ...(moves && { parent: town }) }
    return { type: 'areas.redrawn', data: { code, change, oldPath: '' } }
  })

it('a tree that was only redrawn is the tree that would be built, after any redrawings in any portions', () => {
  fc.assert(
    fc.property(fc.array(fc.array(redrawn, { minLength: 1, maxLength: 3 }), { maxLength: 6 }), (portions) => {
      let seq = 1
      const dated = (event: NewAreaEvent): AreaEvent => ({
        ...event,
        seq: seq++,
        at: seq,
        by: { id: 'a', kind: 'staff' },
      })
      const first = dated(imported)
      let model = emptyAreaHistory.apply([first])
      const all = [first]
      for (const portion of portions) {
        const events = portion.map(dated)
        all.push(...events)
        model.tree()
        model.formerPaths()
        model = model.apply(events)
      }
      const anew = emptyAreaHistory.apply(all)
      expect(model.tree().subtree('370281')).toEqual(anew.tree().subtree('370281'))
      expect(model.formerPaths()).toEqual(anew.formerPaths())
      for (const { code } of rows) expect(model.tree().path(code)).toBe(anew.tree().path(code))
    }),
  )
})
