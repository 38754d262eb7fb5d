// UTF-16 puts the rare characters, which take two units, before some of the common ones, which take one.
const rare = /[\ud800-\udfff]/

/** The order of texts in the contract: by code point, which is that of their UTF-8 bytes. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0
  if (!rare.test(a) && !rare.test(b)) return a < b ? -1 : 1
  const [ofA, ofB] = [[...a], [...b]]
  const at = ofA.findIndex((char, position) => char !== ofB[position])
  if (at === -1) return -1
  return (ofA[at]?.codePointAt(0) ?? -1) - (ofB[at]?.codePointAt(0) ?? -1)
}
