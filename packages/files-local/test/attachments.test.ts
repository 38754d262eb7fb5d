import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity } from '@huiyin/testkit'
import { bundleChild, startChild } from '@huiyin/testkit/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localFiles } from '../src/local-files.js'

const made: string[] = []
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-attached-'))
  made.push(folder)
  return folder
}

async function openCity(folder: string) {
  const storage = sqliteStorage({ path: join(folder, 'city.db') })
  const huiyin = createHuiyin({ storage, files: localFiles({ folder: join(folder, 'files') }) })
  await huiyin.start()
  return huiyin
}

const bytesBelow = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

let program: string
beforeAll(async () => {
  const source = (path: string) => new URL(`../../${path}`, import.meta.url).pathname
  program = await bundleChild(newFolder(), {
    works: new URL('./attaching-works.ts', import.meta.url),
    alias: {
      '@huiyin/core/contracts': source('core/src/entry/contracts.ts'),
      '@huiyin/core': source('core/src/index.ts'),
      '#platform': source('core/src/platform/node.ts'),
    },
  })
})

describe('attachments in a folder, with the record in SQLite', () => {
  it('are read again by another process, and nothing is left of them once they are erased', async () => {
    const folder = newFolder()
    const before = await openCity(folder)
    await seedCity(before)
    const text = 'a photograph of a living room'
    const put = await before.files.put(new Blob([text]).stream(), { type: 'image/jpeg', by: actors.resident })
    if (!put.ok) throw new Error(put.refusal.code)
    const attachments = [{ ...put.file, name: 'unmistakable-name.jpg' }]
    const report = { category: 'heating', area: cityGrid, description: '家中不热。', attachments }
    expect(await before.requests.submit('q-1', report, { by: actors.resident })).toMatchObject({ ok: true })
    await before.stop()
    expect(bytesBelow(join(folder, 'files'))).toContain(text)
    const after = await openCity(folder)
    const found = await after.requests.openAttachment('q-1', put.file.ref, { by: actors.desk })
    expect(await new Response(found?.bytes).text()).toBe(text)
    expect(await after.files.check({ by: actors.system })).toMatchObject({ ok: true, files: 1, unused: [] })
    const erased = after.requests.eraseAttachment(
      'q-1',
      { ref: put.file.ref, reason: '传错了' },
      { by: actors.resident },
    )
    expect(await erased).toMatchObject({ ok: true })
    await after.tick()
    expect(await after.files.check({ by: actors.system })).toMatchObject({ ok: true, files: 1, left: [], unused: [] })
    expect(await after.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
    await after.stop()
    expect(bytesBelow(join(folder, 'files'))).not.toContain(text)
    expect(bytesBelow(folder)).not.toContain('unmistakable-name')
  })

  it('after a process was killed between file and event: no event without its file, and the file is found as unused', async () => {
    const folder = newFolder()
    const city = await openCity(folder)
    await seedCity(city)
    await city.stop()
    const child = startChild(program, 'attaching', folder)
    await child.ready
    child.begin()
    await child.heard(3, 'attached')
    child.kill()
    await child.ended
    const after = await openCity(folder)
    const { ok, files, unused } = await after.files.check({ by: actors.system })
    const told = child.lines.filter((line) => line.startsWith('attached')).length
    expect(ok).toBe(true)
    expect(files).toBeGreaterThanOrEqual(told)
    // Too young to be told from one that is attached next.
    expect(unused).toEqual([])
    const kept: string[] = []
    for await (const ref of localFiles({ folder: join(folder, 'files') }).list?.() ?? []) kept.push(ref)
    expect(kept.length - files).toBeGreaterThanOrEqual(0)
    expect(kept.length - files).toBeLessThanOrEqual(2)
    await after.stop()
  })
})
