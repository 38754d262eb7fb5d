import { deepEqual, equal, rejects } from '../conformance/assert.js'
import { aboutOf, type FilesFacet, holds, holdsNothing, put, someBytes, streamOf } from './kit.js'

/** References that a file system, a URL or a database might confuse. */
const strange = [
  'photo', 'PHOTO', 'photo.', ' photo', 'photo ', 'photo/', '/photo', './photo', '../photo', '../../../../etc/passwd', '..', '.', '/', '\\', 'a/b', 'a\\b',
  'a%2Fb', 'C:\\photo', 'CON', 'nul', 'a:b', 'a*?"<>|', '~', '$HOME', '`id`', '-rf', 'é', 'e\u0301', '回音', '𠮷', '\n', '\t', '%', "'; drop", '__proto__', 'constructor',
  'x'.repeat(255), `${'x'.repeat(254)}y`,
] // biome-ignore format: a list

/** Every reference is a file of its own. */
export const references: FilesFacet = {
  name: 'references',
  tests: [
    [
      'keeps files apart whatever their references look like',
      async ({ files }) => {
        for (const [seed, ref] of strange.entries()) await put(files, ref, someBytes(100, seed))
        for (const [seed, ref] of strange.entries()) await holds(files, ref, someBytes(100, seed))
        await files.remove('photo')
        await holdsNothing(files, 'photo', 'what was removed is gone')
        await holds(files, 'PHOTO', someBytes(100, 1))
      },
    ],
    [
      'has nothing under a reference that nobody used, such as a member every object has',
      async ({ files }) => {
        for (const ref of ['__proto__', 'toString', '../photo', '.'])
          await holdsNothing(files, ref, `nothing is under ${JSON.stringify(ref)}`)
      },
    ],
    [
      'lists each file that is there, where it can list, and nothing else',
      async ({ files }) => {
        if (files.list === undefined) return
        const listed = async () => {
          const refs: string[] = []
          for await (const ref of files.list?.() ?? []) refs.push(ref)
          return refs.sort()
        }
        equal((await listed()).length, 0, 'files of an empty store')
        for (const [seed, ref] of strange.entries()) await put(files, ref, someBytes(10, seed))
        const { stream } = streamOf(someBytes(10), async () => {
          throw new Error('cut off')
        })
        await files.put('half', stream, aboutOf(someBytes(20))).catch(() => {})
        await files.remove('photo')
        deepEqual(await listed(), strange.filter((ref) => ref !== 'photo').sort(), 'the references listed')
      },
    ],
    [
      'refuses a reference or a description that is out of form',
      async ({ files }) => {
        const bytes = someBytes(10)
        const about = aboutOf(bytes)
        for (const ref of ['', 'x'.repeat(256), '\ud800', 'a\0b'])
          await rejects(() => files.put(ref, streamOf(bytes).stream, about), 'invalid-input', JSON.stringify(ref))
        for (const wrong of [
          { type: '' },
          { type: 'image/jpeg\r\nx: y' },
          { size: -1 },
          { size: 1.5 },
          { digest: 'md5:00' as never },
          { digest: about.digest.toUpperCase() as never },
        ])
          await rejects(
            () => files.put('wrong', streamOf(bytes).stream, { ...about, ...wrong }),
            'invalid-input',
            JSON.stringify(wrong),
          )
        equal(await files.get('wrong'), undefined, 'what is there of them')
      },
    ],
  ],
}
