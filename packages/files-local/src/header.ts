import { type FileHandle, open } from 'node:fs/promises'
import { AdapterError, type FileAbout } from '@huiyin/core/contracts'
import { storeName, unlessMissing } from './adapting.js'

/** Longer than any header. */
const most = 4096
const lineEnd = 0x0a

/** What stands before the bytes in every file: one line of JSON. */
export function headerOf(ref: string, { type, size, digest }: FileAbout): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify({ form: 1, ref, type, size, digest })}\n`)
}

/** A file as its header describes it, and where its bytes begin. */
export interface Described {
  readonly about: FileAbout
  readonly start: number
}

const damaged = (what: string) =>
  new AdapterError({
    adapter: storeName,
    operation: 'get',
    message: `the stored file ${what}; put it again from where it came`,
  })

/** Reads the header of an open file. @throws AdapterError for a file that is not whole, or is not of this reference */
export async function readHeader(file: FileHandle, ref: string): Promise<Described> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0)
  const end = buffer.subarray(0, bytesRead).indexOf(lineEnd)
  let read: ({ readonly form: number; readonly ref: string } & FileAbout) | undefined
  try {
    read = end < 0 ? undefined : JSON.parse(buffer.toString('utf8', 0, end))
  } catch {
    read = undefined
  }
  if (read?.form !== 1 || read.ref !== ref) throw damaged('has no header of this store')
  const { type, size, digest } = read
  const start = end + 1
  if ((await file.stat()).size !== start + size) throw damaged('is not as long as it was')
  return { about: { type, size, digest }, start }
}

/** The file of a reference as its header describes it; `undefined` when there is none. */
export async function describedAt(path: string, ref: string): Promise<Described | undefined> {
  const file = await unlessMissing(open(path, 'r'))
  if (file === undefined) return undefined
  try {
    return await readHeader(file, ref)
  } finally {
    await file.close()
  }
}

/** The reference of a file, as its header says it; `undefined` when it has gone meanwhile. One that is damaged is named when it is read. */
export async function refAt(path: string): Promise<string | undefined> {
  const file = await unlessMissing(open(path, 'r'))
  if (file === undefined) return undefined
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0)
    const text = buffer.toString('utf8', 0, buffer.subarray(0, bytesRead).indexOf(lineEnd))
    const { ref } = JSON.parse(text) as { readonly ref?: unknown }
    return typeof ref === 'string' ? ref : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  } finally {
    await file.close()
  }
}
