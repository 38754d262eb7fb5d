import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemDigest as sm3 } from '../platform/node.js'
import { createMerkle } from './merkle.js'

// The definition of RFC 6962, section 2.1, word by word: split at the largest power of two below the length.
function rootOf(texts: readonly string[]): string {
  if (texts.length === 0) return sm3.hex('empty')
  if (texts.length === 1) return sm3.hex(`leaf\n${texts[0]}`)
  let half = 1
  while (half * 2 < texts.length) half *= 2
  return sm3.hex(`node\n${rootOf(texts.slice(0, half))}\n${rootOf(texts.slice(half))}`)
}
const rootBy = (texts: readonly string[]) => {
  const merkle = createMerkle(sm3)
  for (const text of texts) merkle.add(text)
  return merkle.root()
}

describe('a Merkle root', () => {
  it('is that of the definition for any number of texts', () => {
    for (let length = 0; length < 70; length++) {
      const texts = Array.from({ length }, (_, n) => `text ${n}`)
      expect(rootBy(texts)).toBe(rootOf(texts))
    }
  })
  it('differs when any text is changed, added, left out or moved', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 20 }), fc.nat(), (texts, where) => {
        const at = where % texts.length
        const others = [
          texts.with(at, `${texts[at]}!`),
          texts.toSpliced(at, 1),
          texts.toSpliced(at, 0, 'more'),
          texts.toReversed(),
        ]
        for (const other of others) expect(rootBy(other)).not.toBe(rootBy(texts))
      }),
    )
  })
})
