import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin, memoryStorage } from '@huiyin/core'
import type { Storage } from '@huiyin/core/contracts'
import { type CommandOf, definePlugin, defineRecord, type RecordKind, z } from '@huiyin/core/plugin'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'huiyin-form-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

const start = Date.parse('2022-01-04T10:00:00+08:00')
const hour = 3_600_000

interface Talk {
  readonly seats: number
  readonly createdAt: number
  readonly half?: number
  readonly closed?: boolean
}
const nothing = z.strictObject({})
const inputs = { announce: nothing, enlarge: nothing, close: nothing }
type Command = CommandOf<typeof inputs>

// The second release counts half of the seats, finds talks by it, and closes them by a deadline.
const talks = (release: 1 | 2, form: number | undefined = release) => {
  const evolve = (facts: Talk | undefined, type: string, at: number): Talk => {
    const { seats = 0, createdAt = at } = facts ?? {}
    const more = type === 'talks.closed' ? seats : seats + 10
    const closed = type === 'talks.closed' || facts?.closed === true ? { closed: true } : {}
    return { seats: more, createdAt, ...(release === 2 && { half: more / 2 }), ...closed }
  }
  const kind: RecordKind<Talk, Command> = {
    type: 'talks.talk',
    ...(form !== undefined && { form }),
    events: ['talks.announced', 'talks.enlarged', 'talks.closed'],
    decide: (_facts, { name }) => ({
      events: [
        { type: { announce: 'talks.announced', enlarge: 'talks.enlarged', close: 'talks.closed' }[name], data: {} },
      ],
    }),
    evolve: (facts, { type, at }) => evolve(facts, type, at),
    index: ({ createdAt, half, closed = false }) => ({
      status: closed ? 'closed' : 'announced',
      open: !closed,
      createdAt,
      unit: half === undefined ? '' : `half-${half}`,
    }),
    deadlines: ({ createdAt, half, closed }) =>
      half === undefined || closed === true ? [] : [{ name: 'close', at: createdAt + hour }],
    onDue: () => ({ name: 'close', input: {} }),
  }
  const talk = defineRecord({ kind, inputs, may: { announce: ['anyone'], enlarge: ['anyone'], close: ['anyone'] } })
  return definePlugin({
    id: 'talks',
    records: [talk],
    setup: (host) => ({
      run: (id: string, name: Command['name']) => host.records.run(talk, id, name, {}, { by: actors.desk }),
      facts: async (id: string) => (await host.records.facts(talk, id))?.facts,
      all: async () => {
        const found: Talk[] = []
        for await (const { facts } of host.records.each(talk)) found.push(facts)
        return found
      },
    }),
  })
}

const shared = memoryStorage()
// Memory ends with its process: what is closed here stays open for the next release.
const storages: Record<string, () => Storage> = {
  memory: () => ({ ...shared, close: async () => {} }),
  sqlite: () => sqliteStorage({ path: join(folder, 'talks.db') }),
}

describe.each(Object.entries(storages))(
  'a kind whose evolve, index and deadlines gain a member, on %s',
  (_, storage) => {
    let seeds = 0
    const clock = simulatedClock(start)
    const released = async (release: 1 | 2, form?: number) => {
      const plugins = [talks(release, form)] as const
      const huiyin = createHuiyin({ storage: storage(), plugins, platform: { clock, ids: simulatedIds(++seeds) } })
      await huiyin.start()
      return huiyin
    }

    it('reads old records in its new form, counts them as outdated and writes the new form with the next command', async () => {
      const old = await released(1)
      for (const id of ['a', 'b', 'c']) await old.plugins.talks.run(id, 'announce')
      await old.stop()

      const unmarked = await released(2, 1)
      expect(await unmarked.audit.verify({ by: actors.system })).toMatchObject({ ok: false, faults: [{}, {}, {}] })
      await unmarked.stop()

      const now = await released(2)
      expect(await now.audit.verify({ by: actors.system })).toMatchObject({ ok: true, faults: [], outdated: 3 })
      expect(await now.plugins.talks.facts('a')).toMatchObject({ seats: 10, half: 5 })
      expect((await now.plugins.talks.all()).map(({ half }) => half)).toEqual([5, 5, 5])
      expect(await now.plugins.talks.run('a', 'enlarge')).toMatchObject({ ok: true, record: { seats: 20, half: 10 } })
      expect(await now.audit.verify({ by: actors.system })).toMatchObject({ ok: true, faults: [], outdated: 2 })
      clock.advance(2 * hour)
      await now.tick()
      expect(await now.plugins.talks.facts('a')).toMatchObject({ closed: true })
      await now.stop()
    })

    it('is rolled out process by process: each folds what the other wrote', async () => {
      const [old, now] = [await released(1), await released(2)]
      await now.plugins.talks.run('b', 'enlarge')
      expect(await old.plugins.talks.run('b', 'enlarge')).toMatchObject({ ok: true, record: { seats: 30 } })
      expect(await now.plugins.talks.run('b', 'enlarge')).toMatchObject({ ok: true, record: { seats: 40, half: 20 } })
      for (const each of [old, now])
        expect(await each.audit.verify({ by: actors.system })).toMatchObject({ ok: true, faults: [] })
      await old.stop()
      await now.stop()
    })
  },
)

it('a form is a whole number from 1 on', () => {
  expect(() => createHuiyin({ storage: memoryStorage(), plugins: [talks(1, 0)] })).toThrow('talks.talk')
})
