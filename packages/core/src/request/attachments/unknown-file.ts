import { dayMs } from '../../calendar/date.js'
import type { Actor } from '../../contracts/actor.js'
import type { Digest } from '../../contracts/digest.js'
import type { Files } from '../../contracts/files.js'
import { fileRefMadeAt, isFileOf } from '../../file/file-ref.js'
import { letGo } from '../../file/read-bytes.js'
import type { AttachedFile } from '../facts/attachment.js'

/** For how long after it was put a file may be attached. What is older can be removed: nobody attaches it meanwhile. */
export const attachableDays = 7

/** The position of the first file that is not kept, for this actor and with these bytes; `undefined` when all are. */
export async function unknownFile(
  named: readonly AttachedFile[],
  { by, now }: { readonly by: Actor; readonly now: number },
  files: Files,
  digest: Digest,
): Promise<string | undefined> {
  for (const [place, { ref, type, size, digest: hash }] of named.entries()) {
    const madeAt = fileRefMadeAt(ref) ?? 0
    const mayBe = (by.kind === 'system' || isFileOf(ref, by, digest)) && now - madeAt <= attachableDays * dayMs
    const found = mayBe ? await files.get(ref) : undefined
    if (found !== undefined) await letGo(found.bytes)
    if (found?.type !== type || found.size !== size || found.digest !== hash) return String(place)
  }
  return undefined
}
