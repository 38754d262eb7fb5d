import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from './adapting.js'
import { draftsIn } from './place.js'

const day = 86_400_000

/** Makes what was renamed, linked or removed in a folder last through a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Drafts of one folder: files that are being written, under names that nothing reads. */
export function createDrafts(root: string) {
  const folder = draftsIn(root)
  let swept: Promise<void> | undefined

  // Left by processes that died while they wrote. No upload takes a day; those of other processes under way are younger.
  async function sweep(): Promise<void> {
    await mkdir(folder, { recursive: true })
    for (const name of await readdir(folder)) {
      const path = join(folder, name)
      const found = await unlessMissing(stat(path))
      if (found !== undefined && found.mtimeMs < Date.now() - day) await rm(path, { force: true })
    }
  }

  /** Writes pieces to a new draft and makes them last; then does something with its path. The draft is gone afterwards, whatever happens. */
  async function write(pieces: AsyncIterable<Uint8Array>, finish: (path: string) => Promise<void>): Promise<void> {
    swept ??= sweep()
    await swept.catch((error) => {
      swept = undefined
      throw error
    })
    const path = join(folder, randomUUID())
    try {
      const file: FileHandle = await open(path, 'wx', 0o600)
      try {
        for await (const piece of pieces) await file.writeFile(piece)
        await file.sync()
      } finally {
        await file.close()
      }
      await finish(path)
    } finally {
      await rm(path, { force: true })
    }
  }

  return { write }
}
