import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHuiyin } from '@huiyin/core'
import { parseHolidayNotice } from '@huiyin/core/calendar'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownFolder, runIn } from '../src/binary.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
afterAll(() => folder.remove())

const notice = `关于2027年部分节假日安排的通知 国办发明电〔2026〕9号
一、元旦：1月1日至4日放假调休，共4天。1月9日上班。
二、春节：2月5日至11日放假调休，共7天。2月20日上班。
三、清明节：4月3日至5日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。5月8日上班。
五、端午节：6月9日放假1天。
六、中秋节：9月15日放假1天。
七、国庆节：10月1日至7日放假调休，共7天。9月26日、10月9日上班。`
const storage = () => sqliteStorage({ path: join(folder.path, 'city.db') })
const city = () =>
  createHuiyin({
    storage: storage(),
    platform: { clock: simulatedClock(Date.parse('2026-12-30T10:00:00+08:00')), ids: simulatedIds(1) },
  })

beforeAll(async () => {
  writeFileSync(join(folder.path, 'notice.txt'), notice)
  writeFileSync(join(folder.path, 'notice.json'), JSON.stringify(parseHolidayNotice(notice)))
  writeFileSync(
    join(folder.path, 'other.txt'),
    notice.replace('1月1日至4日放假调休，共4天。1月9日上班', '1月1日至3日放假，共3天').replace('9号', '10号'),
  )
  writeFileSync(
    join(folder.path, 'longer.txt'),
    '关于延长2026年春节假期的通知 国办发明电〔2026〕3号\n一、延长2026年春节假期至2月25日，2月26日起正常上班。\n2026年2月20日',
  )
  writeFileSync(join(folder.path, 'wrong.txt'), notice.replace('共7天', '共8天'))
  const before = city()
  await before.start()
  await seedCity(before)
  for (const id of ['q-1', 'q-2']) {
    await before.requests.submit(
      id,
      { category: 'heating', area: cityGrid, description: '家中不热' },
      { by: actors.resident },
    )
    await before.requests.dispatch(id, {}, { by: actors.desk })
  }
  await before.stop()
})

const apply = (...args: string[]) => huiyin('calendar', 'apply', ...args, '-s', 'sqlite:city.db')

describe('huiyin calendar apply', () => {
  it('previews what a notice moves, in words and as JSON, and writes nothing', async () => {
    const { code, out } = await apply('notice.txt', '--preview')
    expect(code).toBe(0)
    expect(out).toContain('预览，未写入 preview, nothing written: 2027 年 国办发明电〔2026〕9号')
    expect(out).toContain('改为放假')
    expect(out).toContain('2027-01-05 → 2027-01-06')
    const { json } = await apply('notice.json', '--preview', '--limit', '1', '--json')
    expect(json()).toMatchObject({
      ok: true,
      preview: true,
      changed: true,
      summary: { open: 2, moved: 2, later: 2 },
      requests: [{ id: 'q-1', moved: [{ clock: 'resolve', after: { dueDate: '2027-01-06' } }] }],
    })
    expect((await apply('notice.txt', '--preview')).out).toBe(out)
  })

  it('refuses a notice that cannot be, with its place', async () => {
    const { code, err } = await apply('wrong.txt')
    expect(code).toBe(2)
    expect(err).toContain('8')
  })

  it('applies it once; the running city moves the deadlines', async () => {
    expect((await apply('notice.txt', '--by', 'staff-1')).out).toContain('✓ 已应用 applied')
    expect((await apply('notice.json', '--json')).json()).toMatchObject({ ok: true, changed: false })
    const contradicted = await apply('other.txt', '--json')
    expect(contradicted.code).toBe(1)
    expect(contradicted.json()).toMatchObject({ ok: false, refusal: { code: 'calendar-notice-contradicts' } })
    const running = city()
    await running.start()
    await running.tick()
    expect((await running.requests.get('q-1', { by: actors.system })).clocks.resolve).toMatchObject({
      dueDate: '2027-01-06',
    })
    await running.stop()
    expect((await apply('other.txt', '--replaces', '国办发明电〔2026〕9号')).code).toBe(0)
    expect((await huiyin('explain', 'q-1', '-s', 'sqlite:city.db')).out).toContain('国办发明电〔2026〕9号')
    expect((await huiyin('verify', '-s', 'sqlite:city.db')).code).toBe(0)
  })

  it('applies a notice that makes a holiday longer to the year in force', async () => {
    const contradicted = await apply('longer.txt', '--json')
    expect([contradicted.code, contradicted.json()]).toMatchObject([
      1,
      { refusal: { code: 'calendar-notice-contradicts' } },
    ])
    const { code, out } = await apply('longer.txt', '--replaces', '国办发明电〔2025〕7号')
    expect([code, out]).toEqual([0, expect.stringContaining('✓ 已应用 applied: 2026 年 国办发明电〔2026〕3号')])
    expect((await apply('longer.txt', '--json')).json()).toMatchObject({ ok: true, changed: false })
  })
})
