import type { Deed, FileName } from './trace.js'

const sector = 512

/** What is on the disk after the power went, and what was told before. */
export interface AfterPowerLoss {
  readonly files: Readonly<Record<FileName, Buffer>>
  readonly told: readonly string[]
}

type Write = Extract<Deed, { kind: 'write' | 'truncate' }>

function apply(content: Buffer, deed: Write, keeps: (at: number) => boolean): Buffer {
  if (deed.kind === 'truncate') {
    const cut = Buffer.alloc(deed.size)
    content.copy(cut, 0, 0, Math.min(deed.size, content.length))
    return cut
  }
  const { offset, data } = deed
  let grown = content
  if (offset + data.length > content.length) {
    grown = Buffer.alloc(offset + data.length)
    content.copy(grown)
  } else grown = Buffer.from(content)
  // A disk writes sectors of its own, wherever the program's pages begin.
  for (let at = offset; at < offset + data.length; ) {
    const next = Math.min((Math.floor(at / sector) + 1) * sector, offset + data.length)
    if (keeps(at)) data.copy(grown, at, at - offset, next - offset)
    at = next
  }
  return grown
}

/** Walks a trace once and answers what a disk may hold after the power goes at a given moment. */
export function powerLosses(deeds: readonly Deed[], random: () => number) {
  const written = (deed: Deed): deed is Write => deed.kind === 'write' || deed.kind === 'truncate'
  /** What is surely there from each sync on: what was written to the file before it began. */
  const synced: { readonly at: number; readonly begun: number; readonly file: FileName; readonly content: Buffer }[] =
    []
  const sure: Record<FileName, { until: number; content: Buffer }> = {
    'city.db': { until: 0, content: Buffer.alloc(0) },
    'city.db-wal': { until: 0, content: Buffer.alloc(0) },
  }
  for (const [at, deed] of deeds.entries()) {
    if (deed.kind !== 'sync') continue
    const known = sure[deed.file]
    for (; known.until < deed.begun; known.until++) {
      const each = deeds[known.until] as Deed
      if (written(each) && each.file === deed.file) known.content = apply(known.content, each, () => true)
    }
    synced.push({ at, begun: known.until, file: deed.file, content: known.content })
  }

  function lastSync(file: FileName, before: number) {
    const last = synced.findLast((each) => each.file === file && each.at < before)
    return last ?? { begun: 0, content: Buffer.alloc(0) }
  }

  // Each write since the last sync is there, or not, or in part; and they may have come in any order.
  function disk(file: FileName, before: number): Buffer {
    const { begun, content } = lastSync(file, before)
    const floating = deeds.slice(begun, before).filter((deed): deed is Write => written(deed) && deed.file === file)
    const mood = random()
    let result = content
    const order =
      mood < 0.5
        ? floating
        : floating
            .map((deed) => ({ deed, key: random() }))
            .sort((a, b) => a.key - b.key)
            .map(({ deed }) => deed)
    for (const deed of order) {
      const fate = random()
      if (mood < 0.2 || fate < 0.35) continue
      result = apply(result, deed, fate < 0.6 ? () => random() < 0.5 : () => true)
    }
    return result
  }

  /** One of the many things that may be on the disk when the power goes just before that deed. */
  return (before: number): AfterPowerLoss => ({
    files: { 'city.db': disk('city.db', before), 'city.db-wal': disk('city.db-wal', before) },
    told: deeds.slice(0, before).flatMap((deed) => (deed.kind === 'told' ? [deed.line] : [])),
  })
}
