import { createHuiyin, type NotificationChannel } from '@huiyin/core'
import type { Storage } from '@huiyin/core/contracts'
import { type CommandOf, definePlugin, defineRecord, type RecordKind, z } from '@huiyin/core/plugin'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'

/** The city's life begins here. */
const start = Date.parse('2022-01-04T10:00:00+08:00')
const hour = 3_600_000
/** When it stops. A later release goes on from here. */
export const ended = start + 14 * 24 * hour

/** How many lamps a street asked for: a record of a plugin, with a deadline, a delivery and a clear text-free body. */
interface Lamps {
  readonly street: string
  readonly count: number
  readonly askedAt: number
}
const inputs = { ask: z.strictObject({ street: z.string() }), more: z.strictObject({}) }
const lampsKind: RecordKind<Lamps, CommandOf<typeof inputs>> = {
  type: 'street-lamps.lamps',
  events: ['street-lamps.asked', 'street-lamps.increased'],
  decide: (_facts, command) => ({
    events: [
      command.name === 'ask'
        ? { type: 'street-lamps.asked', data: { street: command.input.street } }
        : { type: 'street-lamps.increased', data: {} },
    ],
  }),
  evolve: (facts, event) =>
    event.type === 'street-lamps.asked'
      ? { street: (event.data as { street: string }).street, count: 1, askedAt: event.at }
      : { ...(facts as Lamps), count: (facts?.count ?? 0) + 1 },
  index: ({ askedAt, count }) => ({ status: count > 1 ? 'many' : 'one', open: true, createdAt: askedAt }),
  deadlines: ({ askedAt }) => [{ name: 'answer', at: askedAt + 90 * 24 * hour }],
}

const lamps = defineRecord({ kind: lampsKind, inputs, may: { ask: ['anyone'], more: ['anyone'] } })

/** The plugin of the city: counts, and is told of what was completed. */
export const streetLamps = definePlugin({
  id: 'street-lamps',
  records: [lamps],
  measures: [
    { name: 'street-lamps.heating', at: (facts) => (facts.category === 'heating' ? [facts.submittedAt] : []) },
  ],
  deliveries: [{ name: 'note', on: ['street-lamps.asked', 'request.completed'], deliver: async () => ({ ok: true }) }],
  setup: (host) => ({
    ask: (id: string, street: string) => host.records.run(lamps, id, 'ask', { street }, { by: actors.desk }),
    more: (id: string) => host.records.run(lamps, id, 'more', {}, { by: actors.desk, key: `more-${id}` }),
  }),
})

const channel = (
  name: string,
  audience: NotificationChannel['audience'],
  send: NotificationChannel['send'],
): NotificationChannel => ({ contract: 'huiyin.channel/2', name, audience, send })

/** SMS to residents goes through, messages to units become dead letters when they are about a dispatch, the others wait. */
export const channels: readonly NotificationChannel[] = [
  channel('sms', 'resident', async () => ({ ok: true })),
  channel('workchat', 'unit', async ({ event }) =>
    event === 'request.dispatched'
      ? { ok: false, class: 'recipient', reason: 'nobody there' }
      : { ok: false, class: 'transient', reason: 'busy' },
  ),
  channel('letter', 'supervisor', async () => ({ ok: false, class: 'transient', reason: 'no stamps' })),
]

/** Huiyin as the city runs it. `seed` gives the ids: another life needs another. */
export function cityOn(storage: Storage, at: number, seed: number) {
  const clock = simulatedClock(at)
  const huiyin = createHuiyin({
    storage,
    plugins: [streetLamps],
    channels: [...channels],
    platform: { clock, ids: simulatedIds(seed) },
    limits: { clockDriftDays: Number.POSITIVE_INFINITY },
  })
  return { huiyin, clock }
}

function accepted<Result extends { readonly ok: boolean }>(result: Result): Extract<Result, { ok: true }> {
  if (!result.ok) throw new Error(`A command of the kept city was refused: ${JSON.stringify(result)}`)
  return result as Extract<Result, { ok: true }>
}

/** Everything that must have been accepted runs through `accepted`: a city that lacks a state would prove less than it seems. */
export async function liveCity(storage: Storage) {
  const { huiyin, clock } = cityOn(storage, start, 1)
  await huiyin.start()
  await seedCity(huiyin)
  const { requests, teams, areas } = huiyin
  const { systemAdmin, securityAdmin, desk, chief, deputy, housing, water, resident, neighbour } = actors
  let number = 0
  const submit = async (category = 'heating', more: object = {}, by: typeof resident | typeof neighbour = resident) => {
    number++
    const input = {
      category,
      area: cityGrid,
      description: `第 ${number} 件：家中不热，只有 ${10 + number} 度。`,
      person: { name: `张三${number}`, phone: `1390000${String(1000 + number)}`, address: '兰州东路 1 号' },
      ...more,
    }
    const result = await requests.submit(input, { by, key: `submit-${number}` })
    return accepted(result).request.id
  }
  const dispatched = async (category?: string, more?: object) => {
    const id = await submit(category, more)
    accepted(await requests.dispatch(id, {}, { by: desk, key: `dispatch-${id}` }))
    return id
  }
  const handling = async (category?: string, more?: object) => {
    const id = await dispatched(category, more)
    accepted(await requests.claim(id, {}, { by: category === 'leak' ? water : housing }))
    return id
  }
  const replied = async (category?: string, more?: object) => {
    const id = await handling(category, more)
    accepted(await requests.reply(id, { text: `已处理 ${id}` }, { by: housing, key: `reply-${id}` }))
    return id
  }
  const closed = async (grade = 5) => {
    const id = await replied()
    accepted(await requests.rate(id, { grade, comment: '多谢' }, { by: resident }))
    return id
  }

  // Ended early, in the first days.
  const erased = await closed()
  const appealed = await handling()
  accepted(await requests.decline(await submit(), { reasonCode: 'not-ours', reason: '不属受理范围' }, { by: desk }))
  accepted(await requests.withdraw(await submit(), { reason: '已解决' }, { by: resident }))
  accepted(await requests.void(await submit(), { reason: '重复录入' }, { by: desk }))
  accepted(await requests.forceClose(await handling(), { reason: '无法联系' }, { by: chief }))
  accepted(await requests.answerOnTheSpot(await submit('other'), { text: '已当场解释' }, { by: desk }))
  const target = await dispatched()
  accepted(await requests.merge(await submit('heating', {}, neighbour), { into: target }, { by: desk }))
  const unmerged = await submit('heating', {}, neighbour)
  accepted(await requests.merge(unmerged, { into: target }, { by: desk }))
  accepted(await requests.unmerge(unmerged, {}, { by: desk }))
  const parts = [
    { category: 'heating', description: '暖气不热' },
    { category: 'leak', description: '管道漏水' },
  ]
  accepted(await requests.split(await submit('other'), { parts }, { by: desk }))
  await huiyin.tick()

  // A unit that loses its time, is charged, appeals and is heard; a second appeal waits.
  clock.advance(8 * 24 * hour)
  await huiyin.tick()
  accepted(await requests.reply(appealed, { text: '迟了，但已处理' }, { by: housing }))
  accepted(await requests.rate(appealed, { grade: 5 }, { by: resident }))
  accepted(await requests.appeal(appealed, { about: 'overdue', reason: '材料未到' }, { by: housing }))
  const [appeal] = (await requests.get(appealed, { by: actors.system })).appeals
  for (const by of [chief, deputy]) {
    const review = { appeal: appeal?.id ?? '', approve: true }
    accepted(await requests.reviewAppeal(appealed, review, { by }))
  }
  accepted(await requests.eraseTexts(erased, { basis: 'purposeAchieved' }, { by: securityAdmin }))

  // The grid is split under open and ended requests; teams serve in what came of it.
  const team = { member: 'p-1', role: 'gridLead', from: '2022-01-01', name: '李四', phone: '13911112222' } as const
  accepted(await teams.join(`${cityGrid.slice(0, -1)}2`, team, { by: systemAdmin }))
  accepted(
    await teams.replace(
      `${cityGrid.slice(0, -1)}2`,
      {
        member: 'p-1',
        role: 'gridLead',
        on: '2022-01-10',
        successor: { member: 'p-2', name: '王五', phone: '13933334444' },
      },
      { by: systemAdmin },
    ),
  )
  accepted(await teams.forget(`${cityGrid.slice(0, -1)}2`, { member: 'p-1' }, { by: securityAdmin }))
  const grid = (code: string, name: string) =>
    ({ code: `370281001001${code}`, name, level: 'grid', parent: '370281001001', kind: 'residential' }) as const
  accepted(await areas.split(cityGrid, { into: [grid('003', '东网格'), grid('004', '西网格')] }, { by: systemAdmin }))
  await huiyin.tick()
  const here = { area: '370281001001003' }

  // Open, in every state there is.
  clock.advance(6 * 24 * hour)
  await huiyin.tick()
  await submit('works', here)
  accepted(await requests.urge(await dispatched('heating', here), { note: '请快些' }, { by: resident }))
  accepted(await requests.supervise(await handling('heating', here), { reason: '久拖不决' }, { by: chief }))
  accepted(await requests.returnBack(await dispatched('heating', here), { reason: '非我单位职责' }, { by: housing }))
  const moved = await handling('heating', here)
  accepted(await requests.transfer(moved, { unit: 'water', reason: '属供水' }, { by: housing }))
  const together = await handling('leak', here)
  accepted(await requests.coReply(together, { unit: 'housing', text: '已协助' }, { by: housing }))
  const extended = await handling('heating', here)
  accepted(await requests.requestExtension(extended, { by: { workingDays: 1 }, reason: '配件未到' }, { by: housing }))
  accepted(await requests.decideExtension(extended, { granted: true }, { by: chief }))
  accepted(
    await requests.requestExtension(
      await handling('works', here),
      { by: { workingDays: 1 }, reason: '材料未到' },
      { by: housing },
    ),
  )
  accepted(
    await requests.suspend(await handling('heating', here), { reasonCode: 'season', reason: '冬季' }, { by: housing }),
  )
  accepted(await requests.reply(await handling('works', here), { text: '路已修' }, { by: housing }))
  await replied('heating', here)
  const again = await replied('heating', here)
  accepted(await requests.rate(again, { grade: 1, comment: '仍不热' }, { by: resident }))
  const heard = await replied('heating', here)
  accepted(
    await requests.followUp(
      heard,
      { reached: true, contacted: true, solved: 'solved', satisfied: 'satisfied', note: '满意' },
      { by: desk },
    ),
  )
  accepted(await requests.reclassify(await dispatched('other', here), { category: 'heating' }, { by: desk }))
  accepted(await huiyin.plugins['street-lamps'].ask('lamps-1', '兰州东路'))
  accepted(await huiyin.plugins['street-lamps'].ask('lamps-2', '胶州东路'))
  accepted(await huiyin.plugins['street-lamps'].more('lamps-2'))
  const pool = ['housing', 'water']
  accepted(await requests.dispatch(await submit('other', here), { pool }, { by: desk }))
  const unclaimed = await submit('other', here)
  accepted(await requests.dispatch(unclaimed, { pool }, { by: desk }))
  for (const by of [housing, water]) accepted(await requests.returnBack(unclaimed, { reason: '非我单位职责' }, { by }))
  accepted(await requests.assign(await handling('heating', here), { by: housing }))
  // Some messages are tried and fail, some become dead letters; what comes after the last tick still waits.
  await huiyin.tick()
  await submit('heating', here)
  const lines: string[] = []
  const checkpoint = await huiyin.audit.checkpoint({ by: actors.system, line: (line) => void lines.push(line) })
  await huiyin.stop()
  return { checkpoint, lines }
}
