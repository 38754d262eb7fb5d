import type { Deed, FileName } from './trace.js'

const sector = 512

/** What is on the disk after the power went, and what was told before. */
export interface AfterPowerLoss {
  readonly files: Readonly<Record<FileName, Buffer>>
  readonly told: readonly string[]
}

type Write = Extract<Deed, { kind: 'write' | 'truncate' }>

function apply(content: Buffer, deed: Write, keeps: (sectorNumber: number) => boolean): Buffer {
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
  for (let start = 0; start < data.length; start += sector)
    if (keeps(start / sector)) data.copy(grown, offset + start, start, Math.min(start + sector, data.length))
  return grown
}

/** Walks a trace once and answers what a disk may hold after the power goes at a given moment. */
export function powerLosses(deeds: readonly Deed[], random: () => number) {
  /** What is surely there at each deed: everything written to a file before its last sync. Kept at every sync, by reference. */
  const synced: { at: number; file: FileName; content: Buffer }[] = []
  const live: Record<FileName, Buffer> = { 'city.db': Buffer.alloc(0), 'city.db-wal': Buffer.alloc(0) }
  for (const [at, deed] of deeds.entries()) {
    if (deed.kind === 'write' || deed.kind === 'truncate') live[deed.file] = apply(live[deed.file], deed, () => true)
    else if (deed.kind === 'sync') synced.push({ at, file: deed.file, content: live[deed.file] })
  }

  function lastSync(file: FileName, before: number) {
    for (let i = synced.length - 1; i >= 0; i--) {
      const each = synced[i]
      if (each !== undefined && each.file === file && each.at < before) return each
    }
    return { at: -1, content: Buffer.alloc(0) }
  }

  // Each write since the last sync is there, or not, or in part; and they may have come in any order.
  function disk(file: FileName, before: number): Buffer {
    const { at, content } = lastSync(file, before)
    const floating = deeds
      .slice(at + 1, before)
      .filter((deed): deed is Write => (deed.kind === 'write' || deed.kind === 'truncate') && deed.file === file)
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
