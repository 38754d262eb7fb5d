import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHuiyin, defaultLifecycle } from '@huiyin/core'
import { defineSlaPolicy } from '@huiyin/core/calendar'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { seedCity } from '@huiyin/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownFolder, runIn } from '../src/binary.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

const folder = ownFolder()
const huiyin = runIn(folder.path)
afterAll(() => folder.remove())

const city = () => createHuiyin({ storage: sqliteStorage({ path: join(folder.path, 'city.db') }) })
const policy = (...args: string[]) => huiyin('policy', ...args, '-s', 'sqlite:city.db')

beforeAll(async () => {
  const limits = { version: 'quick', resolve: { workingDays: 2 }, escalateEvery: { workingDays: 1 } }
  writeFileSync(join(folder.path, 'quick.json'), JSON.stringify(limits))
  writeFileSync(join(folder.path, 'wrong.json'), JSON.stringify({ resolve: { workingDays: 0 } }))
  writeFileSync(join(folder.path, 'broken.json'), '{ "resolve": ')
  writeFileSync(join(folder.path, 'other.mjs'), `export default { sla: ${JSON.stringify(defineSlaPolicy(limits))} }`)
  const before = city()
  await before.start()
  await seedCity(before)
  await before.stop()
})

describe('huiyin policy adopt', () => {
  it('previews which rules differ from those of the day, in words and as JSON, and writes nothing', async () => {
    const { code, out } = await policy('adopt', 'quick.json', '--preview', '--from', '2099-01-01')
    expect(code).toBe(0)
    expect(out).toContain('预览，未写入 preview, nothing written: quick, 2099-01-01 起施行')
    expect(out).toContain('3 个工作日 3 working days → 2 个工作日 2 working days')
    expect(out).toMatch(/全部 all .*escalateEvery .*1 个工作日 1 working day\n/)
    const { json } = await policy('adopt', 'quick.json', '--preview', '--from', '2099-01-01', '--json')
    const resolve = { clock: 'resolve', rule: 'within', before: { workingDays: 3 }, after: { workingDays: 2 } }
    // A limit without its warnings has none.
    const warnings = { clock: 'resolve', rule: 'warnings', before: [{ before: { workingDays: 1 } }] }
    const every = { rule: 'escalateEvery', before: { workingDays: 2 }, after: { workingDays: 1 } }
    expect(json()).toMatchObject({
      ok: true,
      preview: true,
      changed: true,
      version: 'quick',
      changes: [resolve, warnings, every],
    })
    expect((await policy('show', '--json')).json()).toMatchObject({ adopted: [] })
  })

  it('is refused in Chinese and English: a day that is over, a form that is wrong, no basis, no JSON', async () => {
    for (const preview of [['--preview'], ['--basis', 'x']]) {
      const passed = await policy('adopt', 'quick.json', '--from', '2020-01-01', ...preview)
      expect(passed.code).toBe(1)
      expect(passed.out).toContain('时限规则不能追溯：施行日期 2020-01-01 早于今天')
      expect(passed.out).toContain('Time limits do not reach back: the first day, 2020-01-01, is before today')
    }
    for (const [args, said] of [
      [['wrong.json', '--basis', 'x'], 'resolve.workingDays'],
      [['quick.json'], '--basis'],
      [['broken.json', '--basis', 'x'], 'is not JSON'],
      [['absent.json', '--basis', 'x'], 'cannot be read'],
      [['quick.json', '--basis', 'x', '--from', '2099-02-30'], 'YYYY-MM-DD'],
    ] as const) {
      const { code, err } = await policy('adopt', ...args)
      expect([code, err]).toEqual([2, expect.stringContaining(said)])
    }
    expect((await policy('show', '--json')).json()).toMatchObject({ adopted: [] })
  })

  it('adopts them once, with what they rest on; a running city takes them up', async () => {
    const running = city()
    await running.start()
    const before = running.policies.inForce().version
    const adopting = ['adopt', 'quick.json', '--basis', '胶政办发〔2098〕12号', '--by', 'staff-1', '--key', 'limits']
    const { code, out } = await policy(...adopting)
    expect([code, out]).toEqual([0, expect.stringContaining('✓ 已调整 adopted: quick')])
    expect((await policy('adopt', 'quick.json', '--basis', 'x', '--json')).json()).toMatchObject({ changed: false })
    expect(before).not.toBe('quick')
    await running.tick()
    expect(running.policies.inForce()).toMatchObject({
      version: 'quick',
      clocks: { resolve: { within: { workingDays: 2 } } },
    })
    expect(running.policies.adopted()).toMatchObject([{ basis: '胶政办发〔2098〕12号' }])
    expect(await running.audit.verify({ by: system })).toMatchObject({ ok: true })
    await running.stop()
  })
})

describe('huiyin policy show', () => {
  it('shows the limits in force, what was adopted, and the editions of the rules', async () => {
    await policy('adopt', 'quick.json', '--basis', 'later', '--from', '2099-01-01')
    const { code, out } = await policy('show')
    expect(code).toBe(0)
    expect(out).toContain('✓ 现行时限规则 limits in force: quick')
    expect(out).toMatch(/resolve +办理\S* +2 个工作日 +2 working days\n/)
    expect(out).toMatch(/rectify +整改\S* +3 个工作日/)
    expect(out).toMatch(/quick +\d{4}-\d\d-\d\d 起施行 in force from that day +胶政办发〔2098〕12号/)
    expect(out).toContain(defaultLifecycle.name)
    const { json } = await policy('show', '--json')
    const first = { number: 1, lifecycle: { name: defaultLifecycle.name } }
    expect(json()).toMatchObject({ ok: true, inForce: { version: 'quick' }, editions: [first, { number: 2 }] })
  })

  it('says so when the processes of the city have other limits in their code than the command', async () => {
    const own = runIn(folder.path)
    const on = ['-s', 'sqlite:other.db', '--config', 'other.mjs']
    expect((await own('simulate', '--requests', '3', '--days', '5', ...on)).code).toBe(0)
    expect((await own('policy', 'show', '-s', 'sqlite:other.db')).out).toContain('name their --config')
    expect((await own('policy', 'show', ...on)).out).not.toContain('--config')
  })
})
