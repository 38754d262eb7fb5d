import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from './adapting.js'

/** Where the file of a reference lies. Its name is a hash: no reference leads out of the folder, and no two share a file on any file system. */
export function placeOf(folder: string, ref: string): { readonly folder: string; readonly path: string } {
  const name = createHash('sha256').update(ref, 'utf8').digest('hex')
  const within = join(folder, name.slice(0, 2))
  return { folder: within, path: join(within, name.slice(2)) }
}

/** Where files are written before they are whole. */
export const draftsIn = (folder: string): string => join(folder, 'drafts')

const namesIn = async (folder: string): Promise<readonly string[]> =>
  ((await unlessMissing(readdir(folder))) ?? []).toSorted()

/** The folders that files lie in. */
export async function foldersIn(root: string): Promise<readonly string[]> {
  return (await namesIn(root)).filter((name) => /^[0-9a-f]{2}$/.test(name)).map((name) => join(root, name))
}

/** The files of such a folder. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  return (await namesIn(folder)).filter((name) => /^[0-9a-f]{62}$/.test(name)).map((name) => join(folder, name))
}
