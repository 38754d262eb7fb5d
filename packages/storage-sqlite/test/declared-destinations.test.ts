import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin, type NotificationChannel } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors, cityGrid, seedCity } from '@huiyin/testkit'
import { expect, it } from 'vitest'

it('a process without the channels, on the same file, writes the echo that another one sends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-destinations-'))
  const path = join(folder, 'city.db')
  const echoes: string[] = []
  const sms: NotificationChannel = {
    contract: 'huiyin.channel/2',
    name: 'sms',
    audience: 'resident',
    send: async ({ record, echo }) => {
      if (echo !== undefined) echoes.push(record.id)
      return { ok: true }
    },
  }
  try {
    const full = createHuiyin({ storage: sqliteStorage({ path }), channels: [sms] })
    await full.start()
    await seedCity(full)
    const batch = createHuiyin({ storage: sqliteStorage({ path }) })
    await batch.start()
    const report = { category: 'heating', area: cityGrid, description: '家中不热。' }
    const submitted = await batch.requests.submit(report, { by: cityActors.resident })
    if (!submitted.ok) throw new Error(submitted.refusal.code)
    const { id } = submitted.request
    expect(await batch.requests.void(id, { reason: '重复' }, { by: cityActors.desk })).toMatchObject({ ok: true })
    await batch.tick()
    expect(echoes).toEqual([])
    await full.tick()
    expect(echoes).toEqual([id])
    expect((await full.audit.verify({ by: cityActors.system })).ok).toBe(true)
    await batch.stop()
    await full.stop()
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
})
