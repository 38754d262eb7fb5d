import type { Located } from '../contracts/locator.js'
import type { Area } from './area.js'
import type { AreaTree } from './tree.js'

/** The areas of a tree by name, and how long names are. */
interface Names {
  readonly byName: ReadonlyMap<string, readonly Area[]>
  readonly lengths: readonly number[]
}

const namesOf = new WeakMap<AreaTree, Names>()

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase()

// Looking for every name of a national tree in every address would take seconds: the address is looked up in the names instead.
function readNames(tree: AreaTree): Names {
  const known = namesOf.get(tree)
  if (known !== undefined) return known
  const byName = new Map<string, Area[]>()
  for (const root of tree.roots())
    for (const area of tree.subtree(root.code)) {
      const name = plain(area.name)
      const others = byName.get(name)
      if (others === undefined) byName.set(name, [area])
      else others.push(area)
    }
  const names = { byName, lengths: [...new Set([...byName.keys()].map(({ length }) => length))] }
  namesOf.set(tree, names)
  return names
}

function* namedIn(text: string, { byName, lengths }: Names): Generator<Area> {
  for (const length of lengths)
    for (let at = 0; at + length <= text.length; at++) yield* byName.get(text.slice(at, at + length)) ?? []
}

/**
 * The area that an address names, by the names of the areas themselves: of those named, the one of which most of what lies above it is named too. `第三网格`
 * alone may be that of any community; `向阳社区第三网格` is one. `undefined` when none is named.
 */
export function locateByName(tree: AreaTree, address: string): Located | undefined {
  const named = new Map<string, Area>()
  for (const area of namedIn(plain(address), readNames(tree))) named.set(area.code, area)
  const above = (code: string) => tree.ancestors(code).filter((each) => named.has(each.code)).length
  const counted = [...named.keys()].map((code) => ({ code, above: above(code) }))
  const most = Math.max(...counted.map((each) => each.above))
  const [best, ...others] = counted.filter((each) => each.above === most).map(({ code }) => code)
  if (best === undefined) return undefined
  if (others.length > 0) return { ambiguous: [best, ...others].toSorted() }
  return { area: best }
}
