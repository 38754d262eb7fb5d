import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ownFolder, runIn } from '../src/binary.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
afterAll(() => folder.remove())

const header = 'code,name,level,parent'
const lastYear = [
  '370281,胶州市,county,',
  '370281001,阜安街道,town,370281',
  '370281001001,兰州东路社区,community,370281001',
  '370281001002,胶州东路社区,community,370281001',
  '370281001003,寺门首社区,community,370281001',
]
const list = [
  ...lastYear.slice(0, 2),
  '370281001001,兰州路社区,community,370281001',
  '370281001007,寺门首社区,community,370281001',
  '370281001008,新社区,community,370281001',
]
const file = (name: string, rows: readonly string[]) =>
  writeFileSync(join(folder.path, name), [header, ...rows, ''].join('\n'))

describe('huiyin plan areas', () => {
  it('tells what a list of a new year changes, and applies the plan that was read, once', async () => {
    file('2026.csv', lastYear)
    file('2027.csv', list)
    const at = ['-s', 'sqlite:city.db', '--json']
    await huiyin('migrate', ...at)
    await huiyin('import', 'areas', '2026.csv', ...at)
    const asked = await huiyin('plan', 'areas', '2027.csv', ...at)
    expect(asked.code).toBe(1)
    expect(asked.json()).toMatchObject({
      ok: false,
      plan: { ok: false, questions: [{ code: 'area-fate-unknown', details: { code: '370281001002' } }] },
    })
    const told = ['--merge', '370281001001,370281001002=370281001001']
    const spoken = await huiyin('plan', 'areas', '2027.csv', '-s', 'sqlite:city.db', ...told)
    expect(spoken.code).toBe(0)
    expect(spoken.out).toContain('改编码 recoded 370281001007 寺门首社区 (← 370281001003)')
    expect(spoken.out).toContain('更名 renamed 370281001001 兰州路社区 (← 兰州东路社区)')
    const { plan } = (await huiyin('plan', 'areas', '2027.csv', ...at, ...told)).json() as { plan: { digest: string } }
    expect(spoken.out).toContain(plan.digest)
    // Other words are another plan.
    const other = await huiyin('plan', 'areas', '2027.csv', ...at, '--retire', '370281001002', '--apply', plan.digest)
    expect(other.code).toBe(1)
    expect(other.json()).toMatchObject({ refusal: { code: 'area-plan-changed' } })
    const apply = () => huiyin('plan', 'areas', '2027.csv', ...at, ...told, '--apply', plan.digest, '--key', '2027')
    expect((await apply()).json()).toMatchObject({ ok: true, applied: { ok: true } })
    expect((await apply()).code).toBe(0)
    expect((await huiyin('plan', 'areas', '2027.csv', ...at)).json()).toMatchObject({ plan: { ok: true, items: [] } })
    expect((await huiyin('verify', ...at)).code).toBe(0)
  })

  it('decides ahead when a day is given', async () => {
    file('2026.csv', lastYear)
    file('2099.csv', [...lastYear, '370281001009,未来社区,community,370281001'])
    const at = ['-s', 'sqlite:ahead.db', '--json']
    await huiyin('migrate', ...at)
    await huiyin('import', 'areas', '2026.csv', ...at)
    const dated = ['plan', 'areas', '2099.csv', ...at, '--effective-from', '2099-01-01']
    const { plan } = (await huiyin(...dated)).json() as { plan: { digest: string } }
    const applied = await huiyin(...dated, '--apply', plan.digest)
    expect(applied.json()).toMatchObject({ ok: true, applied: { change: 'change-2' } })
    expect((await huiyin('plan', 'areas', '2099.csv', ...at)).json()).toMatchObject({
      plan: { items: [{ what: 'added' }] },
    })
    expect((await huiyin('verify', ...at)).code).toBe(0)
  })
})
