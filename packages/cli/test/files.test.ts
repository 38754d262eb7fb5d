import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHuiyin } from '@huiyin/core'
import { memoryFiles } from '@huiyin/core/contracts'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity } from '@huiyin/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ownFolder, runIn } from '../src/binary.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
afterAll(() => folder.remove())

// A store of one file, which the configuration of a place brings: what it holds is what the folder has.
const config = `import { existsSync, readFileSync, rmSync } from 'node:fs'
const kept = ${JSON.stringify(join(folder.path, 'kept.json'))}
const at = () => (existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : undefined)
export default {
  files: {
    contract: 'huiyin.files/1',
    name: 'one',
    put: async () => {},
    get: async (ref) => {
      const file = at()
      return file?.ref === ref ? { ...file, bytes: new Blob([file.text]).stream() } : undefined
    },
    remove: async () => rmSync(kept),
    list: async function* () {
      const file = at()
      if (file) yield file.ref
    },
  },
}
`

let file: { readonly ref: string; readonly type: string; readonly size: number; readonly digest: string }
const keep = (more: object = {}) =>
  writeFileSync(join(folder.path, 'kept.json'), JSON.stringify({ ...file, text: 'a photograph', ...more }))

beforeAll(async () => {
  writeFileSync(join(folder.path, 'place.mjs'), config)
  const app = createHuiyin({ storage: sqliteStorage({ path: join(folder.path, 'city.db') }), files: memoryFiles() })
  await app.start()
  await seedCity(app)
  const put = await app.files.put(new Blob(['a photograph']).stream(), { type: 'image/jpeg', by: actors.resident })
  if (!put.ok) throw new Error(put.refusal.code)
  file = put.file
  const report = { category: 'heating', area: cityGrid, description: '家中不热。', attachments: [file] }
  expect(await app.requests.submit('q-1', report, { by: actors.resident })).toMatchObject({ ok: true })
  await app.stop()
  keep()
})

const check = async () => {
  const { code, out } = await huiyin('files', 'check', '-s', 'sqlite:city.db', '--config', 'place.mjs', '--json')
  return { code, found: JSON.parse(out) as object }
}

it('names attachments that are missing or are not as their events say, and ends with 1', async () => {
  expect(await check()).toMatchObject({ code: 0, found: { ok: true, files: 1, unused: [] } })
  keep({ text: 'a photographs' })
  expect(await check()).toMatchObject({ code: 1, found: { wrong: [{ request: 'q-1', ref: file.ref }] } })
  const digest = `sha256:${createHash('sha256').update('x').digest('hex')}`
  keep({ text: 'x', size: 1, digest })
  expect(await check()).toMatchObject({ code: 1, found: { wrong: [{ request: 'q-1', ref: file.ref }] } })
  rmSync(join(folder.path, 'kept.json'))
  expect(await check()).toMatchObject({ code: 1, found: { missing: [{ request: 'q-1', ref: file.ref }] } })
  const { out } = await huiyin('files', 'check', '-s', 'sqlite:city.db', '--config', 'place.mjs')
  expect(out).toContain(`缺失 missing: q-1 ${file.ref}`)
  keep()
})

it('removes what nobody attached long ago, and nothing else', async () => {
  const remove = () => huiyin('files', 'remove-unused', '-s', 'sqlite:city.db', '--config', 'place.mjs', '--json')
  expect(JSON.parse((await remove()).out)).toMatchObject({ removed: 0 })
  const [, name, owner] = file.ref.split('.')
  const old = (Date.now() - 9 * 86_400_000).toString(36)
  keep({ ref: `${old}.${name}.${owner}` })
  expect(JSON.parse((await remove()).out)).toMatchObject({ removed: 1 })
  expect(() => readFileSync(join(folder.path, 'kept.json'))).toThrow()
  keep()
})

it('says that the configuration has no file store', async () => {
  const { code, err } = await huiyin('files', 'check', '-s', 'sqlite:city.db')
  expect(code).toBe(2)
  expect(err).toContain('files')
})
