import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { createHuiyin, createWorkCalendar, type HuiyinOptions, type NotificationChannel } from '@huiyin/core'
import { addDays, dateOf, instantOf } from '@huiyin/core/calendar'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors, cityGrid, seedCity } from '@huiyin/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { ownFolder, runIn } from '../src/binary.js'
import { runCli } from '../src/run-cli.js'
import { editFile } from './tampering/edit-file.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
const at = (name: string) => join(folder.path, name)
afterAll(() => folder.remove())

// Once the last published day has passed, the calendar is what is wrong, and rightly so.
const whenWell = dateOf(Date.now()) > createWorkCalendar().coverage.to ? 1 : 0

// Lamps follow a change of the areas, stones stay where they were.
const lampsModule = `
const kind = {
  type: 'lamps.lamp',
  decide: (_facts, { input }) => ({ events: [{ type: 'lamps.lit', data: input }] }),
  evolve: (_facts, { data }) => data,
  index: ({ areaPath }) => ({ status: 'lit', open: true, createdAt: 0, areaPath }),
}
const kinds = {
  lamp: { ...kind, relocate: (_facts, { areaPath }) => ({ name: 'move', input: { areaPath } }) },
  stone: { ...kind, type: 'lamps.stone' },
}
const any = { safeParse: (data) => ({ success: true, data }) }
const inputs = { light: any, move: any }
const may = { light: ['anyone'], move: [] }
const records = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, { kind, inputs, may }]))
const by = { id: 'staff-1', kind: 'staff', grants: [] }
const setup = (host) => ({
  light: (type, id, areaPath) => host.records.run(records[type], id, 'light', { areaPath }, { by }),
})
export default { plugins: [{ contract: 'huiyin.plugin/2', id: 'lamps', records: Object.values(records), setup }] }
`
type LampsConfig = Required<Pick<HuiyinOptions, 'plugins'>>

interface Doctored {
  readonly ok: boolean
  readonly findings: readonly {
    readonly check: string
    readonly level: 'ok' | 'warn' | 'fail'
    readonly means: { readonly zh: string; readonly en: string }
    readonly todo?: { readonly zh: string }
    readonly details: Readonly<Record<string, unknown>>
  }[]
}

/** A small city in which somebody reported something so many hours ago. */
async function city(name: string, hoursAgo: number, send: NotificationChannel['send'] = async () => ({ ok: true })) {
  let now = Date.now() - hoursAgo * 3_600_000
  const channel = { contract: 'huiyin.channel/2', name: 'sms', audience: 'resident', send } as const
  const app = createHuiyin({
    storage: sqliteStorage({ path: at(name) }),
    platform: { clock: { now: () => now } },
    channels: [channel],
  })
  await app.start()
  await seedCity(app)
  const input = { category: 'heating', area: cityGrid, description: '暖气不热。' }
  const submitted = await app.requests.submit('q-1', input, { by: cityActors.resident })
  expect(submitted.ok).toBe(true)
  now += 1000
  await app.tick()
  await app.stop()
  return name
}

async function doctor(name: string, ...args: string[]) {
  const { code, json } = await huiyin('doctor', '-s', `sqlite:${name}`, '--json', ...args)
  const { findings } = json<Doctored>()
  return { code, of: (check: string) => findings.find((finding) => finding.check === check), findings }
}

describe('huiyin doctor', () => {
  it('finds nothing wrong with a record that is looked after, and says what was looked at', async () => {
    await city('well.db', 0)
    const { code, findings } = await doctor('well.db')
    expect(code).toBe(whenWell)
    expect(findings.map(({ check }) => check)).toEqual([
      'schema',
      'integrity',
      'durability',
      'wal',
      'disk',
      'file-system',
      'calendar',
      'clock',
      'deadlines',
      'areas',
      'guessed-areas',
      'plugin-areas',
      'search',
      'paused-destinations',
      'dead-deliveries',
      'waiting-deliveries',
      'destinations',
      'states',
      'chain',
    ])
    expect(findings.filter(({ check, level }) => level === 'fail' && check !== 'calendar')).toEqual([])
    for (const { means } of findings) {
      expect(means.zh).toMatch(/\p{Script=Han}/u)
      expect(means.en).toMatch(/^\w/)
    }
    const { out } = await huiyin('doctor', '-s', 'sqlite:well.db')
    expect(out).toMatch(/^✓ schema: 结构为最新/)
  })

  it('lists what went to the first part of a split grid by order alone', async () => {
    await city('split.db', 0)
    const into = ['370281001001901', '370281001001902'].map((code) => ({
      code,
      name: code,
      level: 'grid' as const,
      parent: '370281001001',
    }))
    const process = createHuiyin({ storage: sqliteStorage({ path: at('split.db') }) })
    await process.start()
    await process.areas.split(cityGrid, { into }, { by: cityActors.systemAdmin })
    await process.tick()
    await process.stop()
    const { of } = await doctor('split.db')
    expect(of('guessed-areas')).toMatchObject({ level: 'warn', details: { guessed: 1 } })
    expect(of('guessed-areas')?.todo?.zh).toContain('reclassify')
  })

  it('says that no loop runs when a deadline has passed and nobody acted', async () => {
    await city('asleep.db', 24 * 14)
    const { code, of } = await doctor('asleep.db')
    expect(code).toBe(1)
    expect(of('deadlines')).toMatchObject({
      level: 'fail',
      details: { overdue: 1, first: { request: 'q-1', clock: 'dispatch' } },
    })
    expect(of('deadlines')?.todo?.zh).toContain('huiyin.run()')
  })

  it('names open requests that lie in an area that is not in force', async () => {
    await city('stranded.db', 0)
    const open = async () => {
      const app = createHuiyin({ storage: sqliteStorage({ path: at('stranded.db') }) })
      await app.start()
      return app
    }
    const [app, stale] = [await open(), await open()]
    const into = ['003', '004'].map(
      (last) => ({ code: `370281001001${last}`, name: last, level: 'grid', parent: '370281001001' }) as const,
    )
    expect(await app.areas.split(cityGrid, { into }, { by: cityActors.systemAdmin })).toMatchObject({ ok: true })
    const input = { category: 'heating', area: cityGrid, description: '暖气不热。' }
    expect(await stale.requests.submit('q-2', input, { by: cityActors.resident })).toMatchObject({ ok: true })
    await stale.stop()
    const stranded = await doctor('stranded.db')
    expect(stranded.of('areas')).toMatchObject({ level: 'warn', details: { stranded: 1, requests: ['q-2'] } })
    await app.tick(Date.now() + 300_000)
    await app.stop()
    expect((await doctor('stranded.db')).of('areas')).toMatchObject({ level: 'ok', details: { stranded: 0 } })
  })

  it('names open records of plugins that lie in an area that is not in force, of the kinds that follow', async () => {
    writeFileSync(at('lamps.mjs'), lampsModule)
    const { default: lamps } = (await import(pathToFileURL(at('lamps.mjs')).href)) as { default: LampsConfig }
    await city('lamps.db', 0)
    const app = createHuiyin({ storage: sqliteStorage({ path: at('lamps.db') }), ...lamps })
    await app.start()
    const path = app.areas.tree().path(cityGrid)
    const { light } = app.plugins.lamps as { light: (type: string, id: string, areaPath: string) => Promise<unknown> }
    await light('lamp', 'l-1', path)
    await light('lamp', 'l-2', app.areas.tree().path('370281001002'))
    await light('stone', 's-1', path)
    const configured = () => doctor('lamps.db', '--config', 'lamps.mjs')
    expect((await configured()).of('plugin-areas')).toMatchObject({ level: 'ok', details: { stranded: 0, read: 2 } })
    const recoded = await app.areas.recode(cityGrid, { to: '370281001001901' }, { by: cityActors.systemAdmin })
    expect(recoded).toMatchObject({ ok: true })
    // By a process that has not seen the change.
    for (const id of ['l-3', 'l-4']) await light('lamp', id, path)
    const stranded = (await configured()).of('plugin-areas')
    expect(stranded).toMatchObject({
      level: 'warn',
      details: { stranded: 2, records: ['lamps.lamp/l-3', 'lamps.lamp/l-4'] },
    })
    expect(stranded?.todo?.zh).toContain('relocate')
    const unknown = (await doctor('lamps.db')).of('plugin-areas')
    expect(unknown).toMatchObject({ level: 'warn', details: { stranded: 3, read: 5 } })
    expect(unknown?.todo?.zh).toContain('--config')
    await app.tick(Date.now() + 300_000)
    await app.stop()
    expect((await configured()).of('plugin-areas')).toMatchObject({ level: 'ok', details: { stranded: 0, read: 4 } })
  })

  it('tells of deliveries set aside, and of those that are due and not given', async () => {
    await city('refused.db', 2, async () => ({ ok: false, class: 'recipient', reason: '号码已停机' }))
    const refused = await doctor('refused.db')
    expect(refused.of('dead-deliveries')).toMatchObject({ level: 'warn', details: { byDestination: { sms: 1 } } })
    await city('quota.db', 3, async () => ({ ok: false, class: 'quota', reason: '额度用尽' }))
    const quota = await doctor('quota.db')
    expect(quota.of('waiting-deliveries')).toMatchObject({ level: 'fail', details: { byDestination: { sms: 1 } } })
  })

  it('names deliveries that nobody is going to send, since their destination is retired', async () => {
    await city('retired.db', 2, async () => ({ ok: false, class: 'quota', reason: '额度用尽' }))
    expect((await doctor('retired.db')).of('destinations')).toMatchObject({ level: 'ok' })
    const app = createHuiyin({ storage: sqliteStorage({ path: at('retired.db') }) })
    await app.start()
    await app.deliveries.retire('sms', { by: cityActors.system })
    await app.stop()
    expect((await doctor('retired.db')).of('destinations')).toMatchObject({
      level: 'warn',
      details: { byDestination: { sms: 1 } },
    })
  })

  it('counts warnings as failures with --strict', async () => {
    await city('strict.db', 0, async () => ({ ok: false, class: 'recipient', reason: '号码已停机' }))
    expect((await doctor('strict.db')).code).toBe(whenWell)
    expect((await doctor('strict.db', '--strict')).code).toBe(1)
  })

  it('warns sixty days before the last published day of the calendar, and fails after it', async () => {
    await city('calendar.db', 24 * 365 * 10)
    const { to } = createWorkCalendar().coverage
    const levelOn = async (days: number) => {
      const told: string[] = []
      const streams = { now: () => instantOf(addDays(to, -days)), out: (text: string) => void told.push(text) }
      await runCli(['doctor', '-s', `sqlite:${at('calendar.db')}`, '--json'], streams)
      const { findings } = JSON.parse(told.join('')) as Doctored
      const calendar = findings.find(({ check }) => check === 'calendar')
      expect(calendar?.details).toMatchObject({ to, days })
      return calendar?.level
    }
    expect([await levelOn(60), await levelOn(59), await levelOn(0), await levelOn(-1)]).toEqual([
      'ok',
      'warn',
      'warn',
      'fail',
    ])
  })

  it('finds a broken chain, a record from the future, and a write-ahead log that is never emptied', async () => {
    await city('broken.db', 0)
    const db = editFile(at('broken.db'))
    db.exec("UPDATE events SET bytes = replace(bytes, 'miniProgram', 'hotline') WHERE id = 'q-1' AND seq = 1")
    db.close()
    const broken = await doctor('broken.db')
    expect(broken.code).toBe(1)
    expect(broken.of('chain')).toMatchObject({
      level: 'fail',
      details: { faults: [{ id: 'q-1', seq: 1, fault: 'hash' }] },
    })

    await city('future.db', -24)
    expect((await doctor('future.db')).of('clock')).toMatchObject({ level: 'fail' })

    copyFileSync(at('broken.db'), at('wal.db'))
    writeFileSync(at('wal.db-wal'), Buffer.alloc(200 * 2 ** 20))
    expect((await doctor('wal.db')).of('wal')).toMatchObject({ level: 'warn', details: { bytes: 200 * 2 ** 20 } })
  })

  it('does not bring a schema up to date, and knows one that a newer version made', async () => {
    await city('newer.db', 0)
    const db = new DatabaseSync(at('newer.db'))
    db.exec("INSERT INTO migrations (number, checksum) VALUES (99, 'ffffffff')")
    db.close()
    const { code, of, findings } = await doctor('newer.db')
    expect(code).toBe(1)
    expect(of('schema')).toMatchObject({ level: 'fail' })
    expect(of('schema')?.todo?.zh).toContain('升级')
    expect(findings.some(({ check }) => check === 'chain')).toBe(false)
    const empty = new DatabaseSync(at('behind.db'))
    empty.exec('CREATE TABLE migrations (number INTEGER PRIMARY KEY, checksum TEXT NOT NULL)')
    empty.close()
    const behind = await doctor('behind.db')
    expect(behind.of('schema')).toMatchObject({ level: 'fail', means: { zh: expect.stringMatching(/落后 \d+ 步/) } })
    const still = new DatabaseSync(at('behind.db'), { readOnly: true })
    expect(still.prepare('SELECT count(*) AS steps FROM migrations').get()).toEqual({ steps: 0 })
    still.close()
  })
})
