import { createHash } from 'node:crypto'
import { join } from 'node:path'

/** Where the file of a reference lies. Its name is a hash: no reference leads out of the folder, and no two share a file on any file system. */
export function placeOf(folder: string, ref: string): { readonly folder: string; readonly path: string } {
  const name = createHash('sha256').update(ref, 'utf8').digest('hex')
  const within = join(folder, name.slice(0, 2))
  return { folder: within, path: join(within, name.slice(2)) }
}

/** Where files are written before they are whole. */
export const draftsIn = (folder: string): string => join(folder, 'drafts')
