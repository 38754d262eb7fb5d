import { join } from 'node:path'
import { createHuiyin, type NotificationChannel } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors, cityGrid, seedCity } from '@huiyin/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownFolder, runIn } from '../src/binary.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
afterAll(() => folder.remove())

/** The application: a channel that refuses every receiver, or one that takes the message. */
async function inApplication(
  name: string,
  send: NotificationChannel['send'],
  work: (app: ReturnType<typeof createHuiyin>) => Promise<void>,
): Promise<void> {
  const storage = sqliteStorage({ path: join(folder.path, 'city.db') })
  const app = createHuiyin({ storage, channels: [{ contract: 'huiyin.channel/2', name, audience: 'resident', send }] })
  await app.start()
  try {
    await work(app)
  } finally {
    await app.stop()
  }
}

beforeAll(async () => {
  const unreachable = async () => ({ ok: false, class: 'recipient', reason: '号码已停机' }) as const
  await inApplication('sms', unreachable, async (app) => {
    await seedCity(app)
    for (const id of ['q-1', 'q-2', 'q-3']) {
      const input = { category: 'heating', area: cityGrid, description: '暖气不热。' }
      const submitted = await app.requests.submit(id, input, { by: cityActors.resident })
      expect(submitted.ok).toBe(true)
      await app.requests.dispatch(id, {}, { by: cityActors.desk })
    }
    await app.tick()
  })
})

interface Dead {
  readonly deliveries: readonly { readonly delivery: string; readonly id: string; readonly reason: string }[]
}
const dead = async (...args: string[]) =>
  (await huiyin('deliveries', 'dead', '-s', 'sqlite:city.db', '--json', ...args)).json<Dead>()

describe('huiyin deliveries', () => {
  it('lists what was set aside with the reason and without what it says', async () => {
    const { code, out } = await huiyin('deliveries', 'dead', '-s', 'sqlite:city.db')
    expect(code).toBe(1)
    expect(out).toMatch(/request\/q-1\/\d+\/sms .*recipient: 号码已停机/)
    const { deliveries } = await dead()
    expect(new Set(deliveries.map(({ id }) => id))).toEqual(new Set(['q-1', 'q-2', 'q-3']))
    expect(JSON.stringify(deliveries)).not.toContain('暖气')
    expect((await dead('--limit', '1')).deliveries).toHaveLength(1)
    const misspelt = await huiyin('deliveries', 'dead', '-s', 'sqlite:city.db', '--destination', 'sns')
    expect(misspelt.code).toBe(1)
    expect(misspelt.err).toContain('没有编号为“sns”的投递目的地；是否指 sms？可用：sms')
  })

  it('replays one that is named, and says which is not there', async () => {
    const before = (await dead()).deliveries
    const first = before[0]?.delivery ?? ''
    const { code, json } = await huiyin(
      'deliveries',
      'replay',
      first,
      'request/q-9/1/sms',
      '-s',
      'sqlite:city.db',
      '--json',
    )
    expect(code).toBe(1)
    expect(json()).toMatchObject({ ok: false, replayed: [first], notFound: ['request/q-9/1/sms'] })
    expect((await dead()).deliveries.map(({ delivery }) => delivery)).toEqual(
      before.slice(1).map(({ delivery }) => delivery),
    )
  })

  it('replays all, so that the application gives each of them', async () => {
    const { code } = await huiyin('deliveries', 'replay', '--all', '--destination', 'sms', '-s', 'sqlite:city.db')
    expect(code).toBe(0)
    const none = await huiyin('deliveries', 'dead', '-s', 'sqlite:city.db')
    expect(none.code).toBe(0)
    expect(none.out).toContain('没有搁置的投递')
    const given = new Set<string>()
    const takes: NotificationChannel['send'] = async ({ record }) => {
      given.add(record.id)
      return { ok: true }
    }
    await inApplication('sms', takes, async (app) => {
      await app.tick()
    })
    expect(given).toEqual(new Set(['q-1', 'q-2', 'q-3']))
  })

  it('retires a destination, reinstates it, and names those there are when it knows none of this name', async () => {
    const run = (...args: string[]) => huiyin('deliveries', ...args, '-s', 'sqlite:city.db', '--json')
    const unknown = await run('retire', 'smss')
    expect([unknown.code, unknown.json()]).toMatchObject([1, { ok: false, error: { code: 'not-found' } }])
    expect(JSON.stringify(unknown.json())).toContain('did you mean sms? known: sms')
    const standing = async () => {
      let found: boolean | undefined
      await inApplication(
        'letter',
        async () => ({ ok: true }),
        async (app) => {
          const sms = (await app.deliveries.destinations({ by: cityActors.system })).find(({ name }) => name === 'sms')
          found = sms?.retiredAt !== undefined
        },
      )
      return found
    }
    expect((await run('retire', 'sms')).code).toBe(0)
    expect(await standing()).toBe(true)
    expect((await run('reinstate', 'sms')).code).toBe(0)
    expect(await standing()).toBe(false)
  })
})
