import { createHuiyin } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { anyTime } from './any-time.js'
import { testDatabase } from './city.js'

const { storageOf } = testDatabase()

const notice = `关于2027年部分节假日安排的通知 国办发明电〔2026〕9号
一、元旦：1月1日至4日放假调休，共4天。1月9日上班。
二、春节：2月5日至11日放假调休，共7天。2月20日上班。
三、清明节：4月3日至5日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。5月8日上班。
五、端午节：6月9日放假1天。
六、中秋节：9月15日放假1天。
七、国庆节：10月1日至7日放假调休，共7天。9月26日、10月9日上班。`

describe('a notice applied to two processes on PostgreSQL', () => {
  it('moves each request once, whoever reaches it, and one that a process accepted without knowing of it', async () => {
    const clock = simulatedClock(Date.parse('2026-12-30T10:00:00+08:00'))
    const [huiyin, other] = [1, 2].map((seed) =>
      createHuiyin({ storage: storageOf(), platform: { clock, ids: simulatedIds(seed) }, limits: anyTime }),
    ) as [ReturnType<typeof createHuiyin>, ReturnType<typeof createHuiyin>]
    await huiyin.start()
    await seedCity(huiyin)
    await other.start()
    const accept = async (where: typeof huiyin, id: string) => {
      const input = { category: 'heating', area: cityGrid, description: '家中不热' }
      expect(await where.requests.submit(id, input, { by: actors.resident })).toMatchObject({ ok: true })
      expect(await where.requests.dispatch(id, {}, { by: actors.desk })).toMatchObject({ ok: true })
    }
    const ids = Array.from({ length: 120 }, (_, position) => `q-${position}`)
    await Promise.all(ids.map((id) => accept(huiyin, id)))
    const applied = await Promise.all(
      [huiyin, other].map((each) => each.calendar.amend(notice, { by: actors.systemAdmin })),
    )
    expect(applied.map((each) => each.ok && each.changed).toSorted()).toEqual([false, true])
    await Promise.all([huiyin.tick(), other.tick()])
    clock.advance(11 * 60_000)
    await Promise.all([huiyin.tick(), other.tick()])
    for (const id of ids) {
      const amendments = (await other.requests.history(id, { by: actors.system })).filter(
        ({ type }) => type === 'request.calendarAmended',
      )
      expect(amendments, id).toHaveLength(1)
      expect((await other.requests.get(id, { by: actors.system })).clocks.resolve).toMatchObject({
        dueDate: '2027-01-06',
      })
    }
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
    await huiyin.stop()
    await other.stop()
  })
})
