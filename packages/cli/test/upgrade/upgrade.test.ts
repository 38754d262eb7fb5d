import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { afterAll, expect, it } from 'vitest'
import { bytesOf, releases, upgraded } from './upgrade.js'

const folder = mkdtempSync(join(tmpdir(), 'huiyin-upgrade-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

it('a file of every release is kept', () => expect(releases('sqlite').length).toBeGreaterThan(0))
it.each(releases('sqlite'))('the file of %s opens, verifies, goes on in every state, and verifies', async (release) => {
  const path = join(folder, `${release}.db`)
  writeFileSync(path, bytesOf(release, 'sqlite'))
  await upgraded(sqliteStorage({ path }), release)
})
