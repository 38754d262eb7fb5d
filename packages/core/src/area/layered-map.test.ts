import fc from 'fast-check'
import { expect, it } from 'vitest'
import { layeredMap } from './layered-map.js'

const changes = fc.array(
  fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }).map(String), fc.integer()), { maxLength: 20 }),
)

it('a layered map holds what a map would after any changes, in the order in which keys came', () => {
  fc.assert(
    fc.property(changes, (portions) => {
      const plain = new Map<string, number>()
      let layered = layeredMap<number>()
      for (const portion of portions) {
        const before = [...layered.entries()]
        const next = layered.with(new Map(portion))
        expect([...layered.entries()]).toEqual(before)
        layered = next
        for (const [key, value] of new Map(portion)) plain.set(key, value)
        expect([...layered.entries()]).toEqual([...plain])
      }
      for (let key = 0; key <= 60; key++) expect(layered.get(`${key}`)).toBe(plain.get(`${key}`))
    }),
  )
})
