// The order of the folders of core. A folder may import those on the lines above its own, types included; never one on its own line or below.
const lines = [
  ['contracts', 'tally'],
  ['errors'],
  ['privacy', 'file'],
  ['import'],
  ['authority'],
  ['calendar'],
  ['sla'],
  ['record'],
  ['area'],
  ['team', 'catalogue', 'edition', 'number'],
  ['contact'],
  ['rating'],
  ['request'],
  ['amendment'],
  ['evaluation'],
  ['plugin'],
  ['audit', 'delivery'],
  ['sink'],
  ['runtime'],
  ['memory', 'platform'],
  ['entry'],
]

// Adapters that come with core. They stand beside the house: they may import contracts, errors and what checks files, and only the entry opens them.
const adapters = new Set(['memory', 'platform'])
const adaptersMayImport = new Set(['contracts', 'tally', 'errors', 'file'])

const place = new Map(lines.flatMap((folders, line) => folders.map((folder) => [folder, line])))

/** The folder that a file of core stands in: `request/rules/rating.ts` → `request`; the files in `src` itself are the entry, but `errors.ts`. */
export function coreFolder([first, ...rest]) {
  if (rest.length > 0) return first
  return first === 'errors.ts' ? 'errors' : 'entry'
}

/** Why a file of one folder of core may not import one of another, or `undefined`. */
export function forbiddenArrow(from, to) {
  if (from === to) return undefined
  for (const folder of [from, to])
    if (!place.has(folder)) return `the folder ${folder} has no place in the order of core (scripts/lib/core-order.mjs)`
  if (adapters.has(to) && from !== 'entry') return `${to} is an adapter: only the entry may import it`
  if (adapters.has(from) && !adaptersMayImport.has(to)) return `${from} is an adapter: it may not import ${to}`
  if (place.get(to) >= place.get(from)) {
    // Tallies are part of the contract of storages, and are written in its types.
    if (from === 'tally' && to === 'contracts') return undefined
    return `${from} stands before ${to} in the order of core`
  }
  return undefined
}
