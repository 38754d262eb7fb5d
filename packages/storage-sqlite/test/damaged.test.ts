import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createHuiyin } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from '../src/sqlite-storage.js'

const folder = mkdtempSync(join(tmpdir(), 'huiyin-damaged-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

const bodies = { 'no JSON': 'x', nothing: 'null', 'half of it': '{"id":' } as const

describe.each(Object.entries(bodies))('a request whose body is %s', (what, body) => {
  async function damaged() {
    const path = join(folder, `${what}.db`)
    rmSync(path, { force: true })
    const warnings: string[] = []
    const huiyin = createHuiyin({
      storage: sqliteStorage({ path }),
      platform: { clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')), ids: simulatedIds(1) },
      logger: { info: () => {}, warn: (text, details) => void warnings.push(`${text} ${JSON.stringify(details)}`) },
    })
    await huiyin.start()
    await seedCity(huiyin)
    const ids: string[] = []
    for (const description of ['家中不热', '楼道无灯', '路面破损']) {
      const submitted = await huiyin.requests.submit(
        { category: 'heating', area: cityGrid, description },
        { by: actors.resident },
      )
      if (submitted.ok) ids.push(submitted.request.id)
    }
    const [first, bad, last] = ids as [string, string, string]
    const db = new DatabaseSync(path)
    db.prepare('UPDATE records SET body = ? WHERE id = ?').run(body, bad)
    db.close()
    return { huiyin, first, bad, last, warnings }
  }

  it('is named by find and hides no other', async () => {
    const { huiyin, first, bad, last, warnings } = await damaged()
    const page = await huiyin.requests.find({ open: true }, { by: actors.system })
    expect(page.items.map(({ id }) => id)).toEqual([first, last])
    expect(page.damaged).toEqual([bad])
    expect(warnings.join()).toContain(bad)
    await huiyin.stop()
  })

  it('is named by a recount, which counts the others, and by verify', async () => {
    const { huiyin, bad } = await damaged()
    expect(await huiyin.evaluation.recount({ by: actors.system })).toMatchObject({
      ok: false,
      requests: 2,
      damaged: [bad],
    })
    const { ok, faults, records } = await huiyin.audit.verify({ by: actors.system })
    expect({ ok, faults, records }).toMatchObject({ ok: false, faults: [{ id: bad, fault: 'facts' }], records: 8 })
    await huiyin.stop()
  })

  it('is named when it is read alone, and keeps no deadline of the others waiting', async () => {
    const { huiyin, bad, first } = await damaged()
    await expect(huiyin.requests.get(bad, { by: actors.system })).rejects.toThrow(`request/${bad}`)
    await huiyin.tick(Date.parse('2022-01-10T10:00:00+08:00'))
    expect((await huiyin.requests.history(first, { by: actors.system })).length).toBeGreaterThan(1)
    await huiyin.stop()
  })
})
