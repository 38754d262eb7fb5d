import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { expect } from 'vitest'
import type { NotificationChannel } from '../../src/contracts/channel.js'
import type { Storage } from '../../src/contracts/storage.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'

/** A notice as it may be pasted: New Year's Day 2027 has a day off more than the law alone gives. */
export const notice2027 = `国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号

一、元旦：1月1日（周五）至4日（周一）放假调休，共4天。1月9日（周六）上班。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。

国务院办公厅
2026年12月31日`

/** The same, as a correction might read: 4 January is worked after all. */
export const corrected2027 = notice2027
  .replace(
    '1月1日（周五）至4日（周一）放假调休，共4天。1月9日（周六）上班。',
    '1月1日（周五）至3日（周日）放假，共3天。',
  )
  .replace('9号', '10号')

export const at = (local: string): number => Date.parse(`${local}+08:00`)

/** A city with two processes on one storage, and what each audience was sent. */
export async function amendedCity(storage: Storage, from: string, options: Partial<HuiyinOptions> = {}) {
  const clock = simulatedClock(at(from))
  const sent: { audience: string; to: string; event: string; zh: string; en: string }[] = []
  const channels = (['resident', 'unit'] as const).map(
    (audience): NotificationChannel => ({
      contract: 'huiyin.channel/2',
      name: audience,
      audience,
      send: ({ to, event, title }) => {
        sent.push({ audience, to: 'id' in to ? to.id : to.kind === 'unit' ? to.unit : to.area, event, ...title })
        return Promise.resolve({ ok: true })
      },
    }),
  )
  const start = async (seed: number, more: Partial<HuiyinOptions> = {}) => {
    const huiyin = createHuiyin({
      storage,
      channels,
      ...options,
      ...more,
      platform: { clock, ids: simulatedIds(seed) },
    })
    await huiyin.start()
    return huiyin
  }
  const huiyin = await start(1)
  await seedCity(huiyin)
  const must = async <T extends { ok: boolean }>(asked: Promise<T>) => {
    const result = await asked
    expect(result).toMatchObject({ ok: true })
    return result as Extract<T, { ok: true }>
  }
  const submit = async (id: string, where = huiyin, category = 'heating') =>
    must(where.requests.submit(id, { category, area: cityGrid, description: '家中不热' }, { by: actors.resident }))
  const dispatch = (id: string, where = huiyin) => must(where.requests.dispatch(id, {}, { by: actors.desk }))
  const resolveOf = async (id: string) => (await huiyin.requests.get(id, { by: actors.system })).clocks.resolve
  return { huiyin, clock, sent, start, must, submit, dispatch, resolveOf }
}
