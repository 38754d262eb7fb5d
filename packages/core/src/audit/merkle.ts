import type { Digest } from '../contracts/digest.js'

/**
 * Root of a Merkle tree over texts, in the order given, shaped as in RFC 6962 (section 2.1): leaves and inner nodes are hashed
 * with different prefixes, so that one cannot pass for the other. Keeps one hash per level, however many texts there are.
 */
export function createMerkle(digest: Digest) {
  // Complete subtrees, largest first: `size` texts each, halving from left to right.
  const complete: { size: number; hash: string }[] = []
  const node = (left: string, right: string) => digest.hex(`node\n${left}\n${right}`)

  function add(text: string): void {
    let size = 1
    let hash = digest.hex(`leaf\n${text}`)
    for (let last = complete.at(-1); last?.size === size; last = complete.at(-1)) {
      complete.pop()
      hash = node(last.hash, hash)
      size *= 2
    }
    complete.push({ size, hash })
  }

  function root(): string {
    const hashes = complete.map((each) => each.hash)
    return hashes.length === 0 ? digest.hex('empty') : hashes.reduceRight((right, left) => node(left, right))
  }

  return Object.freeze({ add, root })
}
