import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createBusinessHours, createHuiyin, createWorkCalendar, type Huiyin } from '@huiyin/core'
import { createLedger, inbox, playLifecycles, seedCity, seededRandom, simulatedClock } from '@huiyin/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from '../../src/sqlite-storage.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

const day = 24 * 3_600_000
const start = Date.parse('2022-01-04T10:00:00+08:00')
const whole = { lost: [], doubled: [], unasked: [], undelivered: [], outOfOrder: [], faults: [], figures: [] }

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-clock-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Times of a request's events in their order, and which of its clocks ran out how often. */
async function livesOf(huiyin: Huiyin) {
  const backwards: string[] = []
  const twice: string[] = []
  const late: string[] = []
  let overdue = 0
  for (let after: string | undefined; ; ) {
    const page = await huiyin.requests.find({ limit: 500, ...(after !== undefined && { after }) }, { by: system })
    for (const { id } of page.items) {
      const ranOut = new Set<string>()
      let last = 0
      for (const { at, type, data } of await huiyin.requests.history(id, { by: system })) {
        if (at < last) backwards.push(id)
        last = at
        if (type !== 'request.overdue') continue
        overdue++
        const which = `${id} ${data.clock} ${data.dueAt}`
        if (ranOut.has(which)) twice.push(which)
        if (at < data.dueAt) late.push(`${which}: told before it was`)
        ranOut.add(which)
      }
    }
    if (page.next === undefined) return { backwards, twice, late, overdue }
    after = page.next
  }
}

describe('a city whose two processes have clocks that jump back and forth by days', () => {
  it('loses no deadline, lets none run out twice, writes no time before the last, and sends what it owes in order', async () => {
    const random = seededRandom(20220104)
    const path = join(folder, 'city.db')
    const sent: string[] = []
    const channel = inbox((id) => sent.push(id))
    const clocks = [simulatedClock(start), simulatedClock(start)]
    const cities = clocks.map((clock) =>
      createHuiyin({ storage: sqliteStorage({ path, ballast: 0 }), platform: { clock }, channels: [channel] }),
    )
    const [first, second] = cities as [Huiyin, Huiyin]
    await first.start()
    await seedCity(first)
    await second.start()

    const ledger = createLedger()
    let answered = 0
    let jumps = 0
    const running = () => answered < 1500
    // Around a time that goes on, ten minutes with every answer.
    function perhapsJump(): void {
      if (!random.chance(0.2)) return
      jumps++
      random.pick(clocks).set(start + answered * 10 * 60_000 + random.int(-3 * 24 * 60, 3 * 24 * 60) * 60_000)
    }
    const tell = (line: string) => {
      ledger.read(line)
      if (!/^(ack|no) /.test(line)) return
      answered++
      perhapsJump()
    }
    async function ticking(huiyin: Huiyin): Promise<void> {
      for (; running(); await pause(1)) await huiyin.tick()
    }
    await Promise.all(
      cities.flatMap((huiyin, n) => [
        playLifecycles({ huiyin, callers: 4, prefix: `p${n}`, tell, running, pause: () => pause(3) }),
        ticking(huiyin),
      ]),
    )

    // At last both are right, and later than whatever was taken under a clock that was ahead.
    // Offices are open then: what time brings about is told in office hours.
    const hours = createBusinessHours(createWorkCalendar())
    const end = hours.addWorkingTime(Math.max(...clocks.map((clock) => clock.now())) + 30 * day, { minutes: 1 })
    for (const clock of clocks) clock.set(end)
    for (let round = 0; round < 50; round++) {
      const [mine, theirs] = [await first.tick(), await second.tick()]
      if (mine.deadlines + mine.deliveries + theirs.deadlines + theirs.deliveries === 0) break
    }
    const left = (await first.requests.find({ open: true, limit: 500 }, { by: system })).items.filter((facts) =>
      Object.values(facts.clocks).some(
        ({ stoppedAt, pausedAt, breachedAt, dueAt }) =>
          stoppedAt === undefined && pausedAt === undefined && breachedAt === undefined && dueAt <= end,
      ),
    )
    const { overdue, ...lives } = await livesOf(first)
    const { acknowledged, unknown: _, ...found } = await ledger.check(first, sent)
    for (const huiyin of cities) await huiyin.stop()
    console.info(`  ${jumps} jumps: ${acknowledged} commands acknowledged, ${overdue} clocks ran out`)
    expect(left).toEqual([])
    expect(lives).toEqual({ backwards: [], twice: [], late: [] })
    expect(found).toEqual(whole)
    expect(overdue).toBeGreaterThan(10)
  })
})
