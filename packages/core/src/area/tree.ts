import type { Area } from './area.js'

/** The tree of areas in force, immutable. `isWithin` takes constant time, `subtree` time in proportion to what it lists. */
export interface AreaTree {
  /** How many areas are in force. */
  readonly size: number
  /** Whether an area in force has the code. */
  has(code: string): boolean
  /** The area in force; `undefined` for one that is retired or never was. */
  get(code: string): Area | undefined
  /** Whether `code` is the area `ancestor` or lies below it; `false` when either is not in force. */
  isWithin(code: string, ancestor: string): boolean
  /** The area and everything below it, each before what lies below it; empty for an area that is not in force. */
  subtree(code: string): readonly Area[]
  /** The areas directly below, in the order they were imported. */
  children(code: string): readonly Area[]
  /** The areas above, from the parent up to the root. */
  ancestors(code: string): readonly Area[]
  /** Codes from the root down to the area, each followed by `/`; empty for an area that is not in force. */
  path(code: string): string
  /** The areas without a parent; a city usually has one. */
  roots(): readonly Area[]
}

/** Child lists as linked lists over typed arrays; -1 stands for "none". The list at `size` holds the roots. */
interface Links {
  readonly parent: Int32Array
  readonly first: Int32Array
  readonly next: Int32Array
}

function linksOf(areas: readonly Area[], positions: ReadonlyMap<string, number>): Links {
  const size = areas.length
  const parent = new Int32Array(size).fill(-1)
  const first = new Int32Array(size + 1).fill(-1)
  const last = new Int32Array(size + 1).fill(-1)
  const next = new Int32Array(size).fill(-1)
  for (let i = 0; i < size; i++) {
    const code = (areas[i] as Area).parent
    const above = code === null ? undefined : positions.get(code)
    if (above !== undefined) parent[i] = above
    const list = above ?? size
    if (last[list] === -1) first[list] = i
    else next[last[list] as number] = i
    last[list] = i
  }
  return { parent, first, next }
}

/** `order[p]` is the node at position p of the preorder, `enter[i]` the position of node i, `exit[i]` the position after its subtree. */
function preorderOf({ parent, first, next }: Links) {
  const size = parent.length
  const order = new Int32Array(size)
  const enter = new Int32Array(size)
  const exit = new Int32Array(size)
  let position = 0
  for (let node = first[size] as number; node !== -1; ) {
    enter[node] = position
    order[position++] = node
    const child = first[node] as number
    if (child !== -1) {
      node = child
      continue
    }
    exit[node] = position
    while (next[node] === -1 && parent[node] !== -1) {
      node = parent[node] as number
      exit[node] = position
    }
    node = next[node] as number
  }
  return { order, enter, exit }
}

/** What lies where. It stays as it is while areas change in nothing but names and kinds. */
interface Shape {
  readonly indexOf: ReadonlyMap<string, number>
  readonly links: Links
  readonly preorder: ReturnType<typeof preorderOf>
}

/** The areas by number, in pages: one that is redrawn costs a page, however many there are. */
type Pages = readonly (readonly Area[])[]

const pageBits = 10
const pageMask = 2 ** pageBits - 1

function pagesOf(areas: readonly Area[]): Pages {
  const count = Math.ceil(areas.length / 2 ** pageBits)
  return Array.from({ length: count }, (_, page) => areas.slice(page << pageBits, (page + 1) << pageBits))
}

const built = new WeakMap<AreaTree, { readonly pages: Pages; readonly shape: Shape }>()

/**
 * Builds a tree. The nodes must be consistent (import checks them): every parent present, no code twice, no cycle.
 * Siblings keep the order in which they come.
 */
export function createAreaTree(nodes: Iterable<Area>): AreaTree {
  const areas = [...nodes]
  const indexOf = new Map<string, number>()
  for (const [i, { code }] of areas.entries()) indexOf.set(code, i)
  const links = linksOf(areas, indexOf)
  return treeOver(pagesOf(areas), { indexOf, links, preorder: preorderOf(links) })
}

/** The tree with these areas in the place of those of their codes: for changes after which everything lies where it lay. */
export function redrawnTree(tree: AreaTree, changed: readonly Area[]): AreaTree {
  const known = built.get(tree)
  if (known === undefined) throw new TypeError('not a tree of createAreaTree')
  const pages = [...known.pages]
  for (const area of changed) {
    const i = known.shape.indexOf.get(area.code) as number
    pages[i >> pageBits] = (pages[i >> pageBits] as readonly Area[]).with(i & pageMask, area)
  }
  return treeOver(pages, known.shape)
}

function treeOver(pages: Pages, shape: Shape): AreaTree {
  const { indexOf, links, preorder } = shape
  const size = indexOf.size
  const { parent, first, next } = links
  const { order, enter, exit } = preorder
  const at = (i: number) => (pages[i >> pageBits] as readonly Area[])[i & pageMask] as Area

  function isWithin(code: string, ancestor: string): boolean {
    const inner = indexOf.get(code)
    const outer = indexOf.get(ancestor)
    if (inner === undefined || outer === undefined) return false
    const entered = enter[inner] as number
    return entered >= (enter[outer] as number) && entered < (exit[outer] as number)
  }

  function subtree(code: string): readonly Area[] {
    const i = indexOf.get(code)
    if (i === undefined) return []
    return Array.from(order.subarray(enter[i], exit[i]), at)
  }

  function listed(list: number): Area[] {
    const found: Area[] = []
    for (let child = first[list] as number; child !== -1; child = next[child] as number) found.push(at(child))
    return found
  }

  function ancestors(code: string): readonly Area[] {
    const found: Area[] = []
    for (let i = parent[indexOf.get(code) ?? -1] ?? -1; i !== -1; i = parent[i] as number) found.push(at(i))
    return found
  }

  function path(code: string): string {
    if (!indexOf.has(code)) return ''
    return [...ancestors(code)].reduce((below, area) => `${area.code}/${below}`, `${code}/`)
  }

  const tree: AreaTree = Object.freeze({
    size,
    has: (code: string) => indexOf.has(code),
    get: (code: string) => {
      const i = indexOf.get(code)
      return i === undefined ? undefined : at(i)
    },
    isWithin,
    subtree,
    children: (code: string) => {
      const i = indexOf.get(code)
      return i === undefined ? [] : listed(i)
    },
    ancestors,
    path,
    roots: () => listed(size),
  })
  built.set(tree, { pages, shape })
  return tree
}

/** Codes of all grids, or of those within an area. */
export function gridCodes(tree: AreaTree, within: string | undefined): string[] {
  const areas = within === undefined ? tree.roots().flatMap((root) => tree.subtree(root.code)) : tree.subtree(within)
  return areas.filter((area) => area.level === 'grid').map((area) => area.code)
}
