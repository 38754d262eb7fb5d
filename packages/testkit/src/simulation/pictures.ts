import type { Actor } from '@huiyin/core'
import { AdapterError, type FileAbout, type Files } from '@huiyin/core/contracts'
import type { Process } from './processes.js'
import type { ReadRecord } from './read-back.js'
import type { World } from './world.js'

// Nobody reads them: whoever asks for one lets go of it.
const unread = { cancel: async () => {} } as never

/** The file store that all processes share, with what residents and units put into it. */
export function createPictures({ faults, violate }: World) {
  const kept = new Map<string, FileAbout>()

  const files: Files = {
    contract: 'huiyin.files/1',
    name: 'pictures',
    put: async (ref, _bytes, about) => void kept.set(ref, about),
    get: async (ref) => {
      const about = kept.get(ref)
      return about && { ...about, bytes: unread }
    },
    remove: async (ref) => {
      if (faults.strikes('failingChannels', 0.3))
        throw new AdapterError({ adapter: 'pictures', operation: 'remove', message: 'away', retryable: true })
      kept.delete(ref)
    },
  }

  /** Puts a picture, as this actor does at this process. */
  function put({ huiyin }: Process, by: Actor) {
    const ref = huiyin.files.newRef({ by })
    const about = { type: 'image/jpeg', size: 1000, digest: `sha256:${'0'.repeat(64)}` } as const
    kept.set(ref, about)
    return { ref, ...about }
  }

  /** Whatever is attached is kept, and nothing that was erased is. */
  function check(read: readonly ReadRecord[]): void {
    for (const { record, facts } of read) {
      if (record.type !== 'request') continue
      for (const { ref, erasedAt } of facts.attachments ?? [])
        if (kept.has(ref) !== (erasedAt === undefined))
          violate('deliveries', `the file ${ref} of ${record.id} is ${erasedAt === undefined ? 'gone' : 'still there'}`)
    }
  }

  return Object.freeze({ files, put, check })
}

/** See `createPictures`. */
export type Pictures = ReturnType<typeof createPictures>
