import { type FileAbout, type Files, memoryFiles } from '@huiyin/core/contracts'
import type { filesFacets } from '../files/index.js'
import { aboutOf, type FilesUnderTest, readAll, someBytes, streamOf } from '../files/kit.js'

type Alter = (files: Files) => Partial<Files>

/** A store as the kit tests it, with some of it replaced. */
export const filesWith = (alter: Alter = () => ({})) =>
  async function create(): Promise<FilesUnderTest> {
    const files = memoryFiles()
    return { files: { ...files, ...alter(files) }, cleanup: async () => {} }
  }

/** Puts whatever the stream gives, described by what it gave. */
async function putUnchecked(files: Files, ref: string, bytes: Parameters<Files['put']>[1], about: FileAbout) {
  const read = await readAll({ ...about, bytes })
  return files.put(ref, streamOf(read).stream, aboutOf(read, about.type))
}

const reads = (get: (files: Files, ref: string) => ReturnType<Files['get']>) =>
  filesWith((files) => ({ get: (ref) => get(files, ref) }))

/** File stores with one defect each: what the kit itself is tested on. `defect` completes "a file store that". Not part of the package. */
export const brokenFiles: readonly {
  readonly defect: string
  readonly facet: keyof typeof filesFacets
  readonly create: () => Promise<FilesUnderTest>
}[] = [
  {
    defect: 'says that it keeps another contract',
    facet: 'declaration',
    create: filesWith(() => ({ contract: 'huiyin.files/2' as never })),
  },
  {
    defect: 'forgets the type of a file',
    facet: 'roundTrips',
    create: filesWith((files) => ({
      put: (ref, bytes, about) => files.put(ref, bytes, { ...about, type: about.type.replace(/;.*/, '') }),
    })),
  },
  {
    defect: 'gives all readers one stream',
    facet: 'roundTrips',
    create: filesWith((files) => {
      const given = new Map<string, Awaited<ReturnType<Files['get']>>>()
      return {
        get: async (ref) => {
          if (ref === 'shared' && given.has(ref)) return given.get(ref)
          given.set(ref, await files.get(ref))
          return given.get(ref)
        },
      }
    }),
  },
  {
    defect: 'believes what it is told of the digest',
    facet: 'digests',
    create: filesWith((files) => {
      const told = new Map<string, FileAbout>()
      return {
        put: async (ref, bytes, about) => {
          if (ref !== 'forged') return files.put(ref, bytes, about)
          await putUnchecked(files, ref, bytes, about)
          told.set(ref, about)
        },
        get: async (ref) => {
          const found = await files.get(ref)
          return found && { ...found, ...told.get(ref) }
        },
      }
    }),
  },
  {
    defect: 'believes what it is told of the size',
    facet: 'sizes',
    create: filesWith((files) => ({
      put: (ref, bytes, about) =>
        ref === 'short' ? putUnchecked(files, ref, bytes, about) : files.put(ref, bytes, about),
    })),
  },
  {
    defect: 'leaves a stream open that it refuses',
    facet: 'sizes',
    create: filesWith((files) => ({
      put: (ref, bytes, about) => {
        const reader = (bytes as ReadableStream<Uint8Array>).getReader()
        const deaf = new ReadableStream<Uint8Array>({
          pull: async (controller) => {
            const { done, value } = await reader.read()
            if (done) controller.close()
            else controller.enqueue(value)
          },
          cancel: () => (ref === 'endless' ? undefined : reader.cancel()),
        })
        return files.put(ref, deaf, about)
      },
    })),
  },
  {
    defect: 'keeps what had arrived when the stream failed',
    facet: 'interruptions',
    create: filesWith((files) => ({
      put: async (ref, bytes, about) => {
        if (ref !== 'cut' || (await files.get(ref)) !== undefined) return files.put(ref, bytes, about)
        await files.put(ref, streamOf(someBytes(5000)).stream, aboutOf(someBytes(5000)))
        return (bytes as ReadableStream).pipeTo(new WritableStream())
      },
    })),
  },
  {
    defect: 'shows files before they are whole',
    facet: 'interruptions',
    create: filesWith((files) => {
      const coming = new Map<string, FileAbout>()
      return {
        put: async (ref, bytes, about) => {
          if (ref !== 'under-way') return files.put(ref, bytes, about)
          coming.set(ref, about)
          return files.put(ref, bytes, about).finally(() => coming.delete(ref))
        },
        get: async (ref) => {
          const about = coming.get(ref)
          return about === undefined ? files.get(ref) : { ...about, bytes: streamOf().stream }
        },
      }
    }),
  },
  {
    defect: 'wraps the error of a stream in its own',
    facet: 'interruptions',
    create: filesWith((files) => ({
      put: (ref, bytes, about) =>
        files.put(ref, bytes, about).catch((error) => {
          throw error instanceof Error && error.message === 'connection lost' ? new Error('failed') : error
        }),
    })),
  },
  {
    defect: 'replaces a file that is put again',
    facet: 'repetitions',
    create: filesWith((files) => ({
      put: async (ref, bytes, about) => {
        if (ref === 'taken') await files.remove(ref)
        return files.put(ref, bytes, about)
      },
    })),
  },
  {
    defect: 'refuses to remove what is not there',
    facet: 'removals',
    create: filesWith((files) => ({
      remove: async (ref) => {
        const found = await files.get(ref)
        if (found === undefined) throw new Error('there is no such file')
        return files.remove(ref)
      },
    })),
  },
  {
    defect: 'ends a stream early when its file is removed',
    facet: 'removals',
    create: reads(async (files, ref) => {
      const found = await files.get(ref)
      if (found === undefined || ref !== 'read') return found
      const all = await readAll(found)
      let at = 0
      const bytes = new ReadableStream<Uint8Array>(
        {
          pull: async (controller) => {
            if (at >= all.length || (await files.get(ref)) === undefined) return controller.close()
            controller.enqueue(all.slice(at, at + 1000))
            at += 1000
          },
        },
        { highWaterMark: 0 },
      )
      return { ...found, bytes }
    }),
  },
  {
    defect: 'does not tell capital letters from small ones',
    facet: 'references',
    create: filesWith((files) => ({
      put: (ref, bytes, about) => files.put(ref.toLowerCase(), bytes, about),
      get: (ref) => files.get(ref.toLowerCase()),
    })),
  },
  {
    defect: 'lists what was removed',
    facet: 'references',
    create: filesWith((files) => {
      const seen = new Set<string>()
      return {
        put: async (ref, ...rest) => {
          await files.put(ref, ...rest)
          seen.add(ref)
        },
        list: async function* () {
          yield* seen
        },
      }
    }),
  },
  {
    defect: 'lets the later of two that are put at once replace the first',
    facet: 'races',
    create: filesWith((files) => ({
      put: async (ref, bytes, about) => {
        if (!ref.startsWith('round-')) return files.put(ref, bytes, about)
        const read = await readAll({ ...about, bytes })
        const attempt = (): Promise<void> =>
          files.put(ref, streamOf(read).stream, about).catch(() => files.remove(ref).then(attempt))
        return attempt()
      },
    })),
  },
]
