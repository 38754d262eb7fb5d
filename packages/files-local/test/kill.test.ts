import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleChild, startChild } from '@huiyin/testkit/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localFiles } from '../src/local-files.js'
import { fileOf } from './child-works.js'

let folder: string
let program: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-files-'))
  const contracts = new URL('../../core/src/entry/contracts.ts', import.meta.url)
  const platform = new URL('../../core/src/platform/node.ts', import.meta.url)
  program = await bundleChild(folder, {
    works: new URL('./child-works.ts', import.meta.url),
    alias: { '@huiyin/core/contracts': fileURLToPath(contracts), '#platform': fileURLToPath(platform) },
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function read(store: string, number: number): Promise<Buffer | undefined> {
  const found = await localFiles({ folder: store }).get(fileOf(number).ref)
  return found && Buffer.from(await new Response(found.bytes).arrayBuffer())
}

async function begun(work: string, ...given: string[]) {
  const child = startChild(program, work, ...given)
  await child.ready
  child.begin()
  return child
}

describe('a process that is killed', () => {
  it('in the middle of a file leaves none, and the file can be put', async () => {
    const store = join(folder, 'half')
    const child = await begun('half', store)
    await child.heard(1, 'half')
    child.kill()
    await child.ended
    expect(readdirSync(join(store, 'drafts'))).toHaveLength(1)
    expect(await read(store, 0)).toBeUndefined()
    const { ref, bytes, about } = fileOf(0)
    await localFiles({ folder: store }).put(ref, new Blob([bytes]).stream(), about)
    expect((await read(store, 0))?.equals(bytes)).toBe(true)
  })

  it('at whatever moment leaves whole files only, and every one that it was told was taken', async () => {
    const store = join(folder, 'many')
    let first = 0
    for (const count of [1, 2, 3, 5]) {
      const child = await begun('many', store, String(first))
      await child.heard(count, 'taken')
      child.kill()
      await child.ended
      const taken = child.lines.filter((line) => line.startsWith('taken')).length
      expect(taken).toBeGreaterThanOrEqual(count)
      for (let number = first; number < first + taken; number++)
        expect((await read(store, number))?.equals(fileOf(number).bytes)).toBe(true)
      const underWay = await read(store, first + taken)
      expect(underWay === undefined || underWay.equals(fileOf(first + taken).bytes)).toBe(true)
      first += taken
    }
  })
})
