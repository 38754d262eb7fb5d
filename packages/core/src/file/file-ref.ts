import type { Actor } from '../contracts/actor.js'
import type { Digest } from '../contracts/digest.js'
import type { Ids } from '../contracts/ids.js'

const form = /^([0-9a-z]{1,9})\.[!-~]{1,100}\.([0-9a-f]{32})$/

// Whoever knows the reference of a file of somebody else must not be able to attach it, and read it, as their own.
const ownerOf = ({ kind, id }: Actor, digest: Digest): string =>
  digest.hex(JSON.stringify(['file', kind, id])).slice(0, 32)

/** A reference for a file of this actor: when it was made, a name of its own, and a hash of whose it is. */
export function newFileRef(by: Actor, now: number, ids: Ids, digest: Digest): string {
  return `${now.toString(36)}.${ids.next('file')}.${ownerOf(by, digest)}`
}

/** Whether a text has the form of a reference that `newFileRef` makes. */
export const isFileRef = (text: string): boolean => form.test(text)

/** Whether a reference was made for this actor. */
export const isFileOf = (ref: string, by: Actor, digest: Digest): boolean => form.exec(ref)?.[2] === ownerOf(by, digest)

/** When a reference was made, in milliseconds since 1970; `undefined` for one that was made elsewhere. */
export function fileRefMadeAt(ref: string): number | undefined {
  const at = form.exec(ref)?.[1]
  return at === undefined ? undefined : Number.parseInt(at, 36)
}
