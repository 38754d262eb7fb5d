import { createHuiyin, type Huiyin, type Storage } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity } from '@huiyin/testkit'
import { tell } from '@huiyin/testkit/processes'
import { sqliteStorage } from '../../src/sqlite-storage.js'

const now = Date.parse('2026-12-30T10:00:00+08:00')
const clock = { now: () => now }

/** How many open requests the notice moves. */
export const requests = 1500

/** Where it moves them. */
export const amended = { dueDate: '2027-01-06' }

const notice = `关于2027年部分节假日安排的通知 国办发明电〔2026〕9号
一、元旦：1月1日至4日放假调休，共4天。1月9日上班。
二、春节：2月5日至11日放假调休，共7天。2月20日上班。
三、清明节：4月3日至5日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。5月8日上班。
五、端午节：6月9日放假1天。
六、中秋节：9月15日放假1天。
七、国庆节：10月1日至7日放假调休，共7天。9月26日、10月9日上班。`

// Says of each write that moved requests, so that a parent can kill in the middle of them.
function telling(storage: Storage): Storage {
  return {
    ...storage,
    commit: async (changes, options) => {
      const outcomes = await storage.commit(changes, options)
      if (changes.some(({ events }) => events.some(({ type }) => type === 'request.calendarAmended'))) tell('commit')
      return outcomes
    },
  }
}

/** Opens the city; a new one is filled with open requests, and the notice is applied to it. */
export async function openAmendedCity(path: string, told = false): Promise<Huiyin> {
  const storage = sqliteStorage({ path, ballast: 0 })
  const huiyin = createHuiyin({ storage: told ? telling(storage) : storage, platform: { clock } })
  await huiyin.start()
  if (huiyin.areas.tree().size > 0) return huiyin
  await seedCity(huiyin)
  await Promise.all(
    Array.from({ length: requests }, async (_, position) => {
      const id = `q-${position}`
      const input = { category: 'heating', area: cityGrid, description: '家中不热' }
      const submitted = await huiyin.requests.submit(id, input, { by: actors.resident })
      const dispatched = await huiyin.requests.dispatch(id, {}, { by: actors.desk })
      if (!submitted.ok || !dispatched.ok) throw new Error(`${id} was refused`)
    }),
  )
  const applied = await huiyin.calendar.amend(notice, { by: actors.systemAdmin })
  if (!applied.ok) throw new Error(applied.refusal.code)
  return huiyin
}

/** Moves the deadlines, telling of every write, until it is killed. */
async function followUntilKilled(path: string): Promise<void> {
  const huiyin = await openAmendedCity(path, true)
  await huiyin.calendar.reconcile()
  tell('commit')
}

/** What a child process of the tests can be told to do. */
export const childWorks = { followUntilKilled }
