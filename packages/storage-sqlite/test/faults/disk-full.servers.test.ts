import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleChild } from '@huiyin/testkit/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { childrenOf } from '../children.js'

let folder: string
let program: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-full-'))
  program = await bundleChild(folder, childrenOf('./faults/load.ts'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Told {
  readonly full?: { readonly code: string; readonly message: string; readonly retryable: boolean }
  readonly acknowledged: number
  readonly before: number
  readonly there: number
  readonly found: number
}

/** Runs the child on a disk of its own in memory, which is gone with it: a mount that no other process sees. */
function onSmallDisk(megabytes: number): Told {
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  const mounted = `mount -t tmpfs -o size=${megabytes}m none '${disk}' && exec '${process.execPath}' --no-warnings '${program}' fillDisk '${disk}'`
  const mapped = process.getuid?.() === 0 ? [] : ['--map-root-user']
  const child = spawnSync('unshare', [...mapped, '--mount', 'bash', '-c', mounted], {
    input: 'begin\n',
    encoding: 'utf8',
  })
  if (child.error !== undefined || child.status !== 0)
    throw new Error(
      `A small disk is made with unshare and mount (util-linux), as root or in a user namespace; here it ended with ${child.error?.message ?? child.status}: ${child.stderr}Where it cannot be had: npm test -- --without servers`,
    )
  const line = child.stdout.split('\n').find((each) => each.startsWith('{'))
  return JSON.parse(line ?? '{}') as Told
}

describe('a full disk', () => {
  it('fails commands with an error that says so, loses nothing, leaves reading as it is, and works again once the ballast is off', () => {
    const told = onSmallDisk(10)
    expect(told.full).toMatchObject({ code: 'adapter-failure', retryable: true })
    expect(told.full?.message).toMatch(/full/)
    expect(told.before).toBeGreaterThan(20)
    expect(told).toMatchObject({
      verified: { value: true },
      read: { value: 'q-0' },
      released: true,
      after: { value: 'ok' },
      ok: true,
      faults: [],
    })
    expect(told.there).toBe(told.acknowledged)
    expect(told.found).toBe(told.acknowledged)
  })
})
