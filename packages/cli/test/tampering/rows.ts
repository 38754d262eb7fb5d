import { createHuiyin, type NotificationChannel, type Verification } from '@huiyin/core'
import type { Storage } from '@huiyin/core/contracts'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { expect, it } from 'vitest'

const ten = Date.parse('2022-01-04T10:00:00+08:00')
const day = 24 * 3_600_000
// It lives in a time of its own, years away from that of a server.
const limits = { clockDriftDays: Number.POSITIVE_INFINITY }
/** Later than anything that could have been written. */
const farAhead = ten + 4000 * day

const channel = (name: string, audience: NotificationChannel['audience'], send: NotificationChannel['send']) =>
  ({ contract: 'huiyin.channel/2', name, audience, send }) as const

const channels: readonly NotificationChannel[] = [
  channel('sms', 'resident', async () => ({ ok: true })),
  channel('workchat', 'unit', async ({ event }) =>
    event === 'request.dispatched'
      ? { ok: false, class: 'recipient', reason: 'gone' }
      : { ok: false, class: 'transient', reason: 'busy' },
  ),
]

function cityOn(storage: Storage, at: number, seed?: number) {
  const clock = simulatedClock(at)
  const ids = seed === undefined ? {} : { ids: simulatedIds(seed) }
  return { clock, huiyin: createHuiyin({ storage, limits, platform: { clock, ...ids }, channels }) }
}

/** A city in which something is kept in every table. The ids: open with waiting messages, with a dead letter, erased. */
export async function livedIn(storage: Storage) {
  const { huiyin, clock } = cityOn(storage, ten, 1)
  await huiyin.start()
  await seedCity(huiyin)
  const { requests } = huiyin
  const submit = async (number: number) => {
    const person = { name: '王某', phone: '13900001111' }
    const input = { category: 'heating', area: cityGrid, description: `家中不热 ${number}`, person }
    const result = await requests.submit(input, { by: actors.resident, key: `submit-${number}` })
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  const [waiting, dead, erased] = [await submit(1), await submit(2), await submit(3)]
  await requests.dispatch(dead, {}, { by: actors.desk, key: 'dispatch' })
  await requests.void(erased, { reason: '重复' }, { by: actors.desk })
  await requests.eraseTexts(erased, { basis: 'purposeAchieved' }, { by: actors.securityAdmin })
  await huiyin.tick()
  clock.advance(60_000)
  await requests.claim(dead, {}, { by: actors.housing })
  await requests.dispatch(waiting, {}, { by: actors.desk })
  await huiyin.stop()
  return { waiting, dead, erased }
}

type Ids = Awaited<ReturnType<typeof livedIn>>

/** One thing somebody does with the database, in SQL that every storage understands; `table` names a table. */
interface Tampering {
  readonly what: string
  readonly sql: (table: (name: string) => string, ids: Ids) => string
  readonly fault: Partial<Verification['faults'][number]>
}

const of = (id: string) => `WHERE type = 'request' AND id = '${id}'`

/** What was said to pass as sound, and what else could. */
export const tamperings: readonly Tampering[] = [
  {
    what: 'the proof that somebody was told taken away',
    sql: (t, { waiting }) => `DELETE FROM ${t('sent')} ${of(waiting)}`,
    fault: { fault: 'delivery', wrong: 'missing' },
  },
  {
    what: 'the proof that somebody was told said to be of another event',
    sql: (t, { waiting }) => `UPDATE ${t('sent')} SET event = 99 ${of(waiting)}`,
    fault: { fault: 'delivery', wrong: 'added' },
  },
  {
    what: 'the proof that somebody was told said to be of another channel',
    sql: (t, { waiting }) => `UPDATE ${t('sent')} SET destination = 'wechat' ${of(waiting)}`,
    fault: { fault: 'delivery', wrong: 'added' },
  },
  {
    what: 'a message said to have been sent before it happened',
    sql: (t, { waiting }) => `UPDATE ${t('sent')} SET at = at - ${2 * day} ${of(waiting)}`,
    fault: { fault: 'delivery', wrong: 'moved' },
  },
  {
    what: 'a text taken away as if it had been erased',
    sql: (t, { waiting }) =>
      `UPDATE ${t('vault')} SET value = NULL, salt = NULL ${of(waiting)} AND field = 'description'`,
    fault: { fault: 'text', wrong: 'missing' },
  },
  {
    what: 'a text taken away with its row',
    sql: (t, { waiting }) => `DELETE FROM ${t('vault')} ${of(waiting)} AND field = 'phone'`,
    fault: { fault: 'text', wrong: 'missing' },
  },
  {
    what: 'a name shown as an address',
    sql: (t, { waiting }) => `UPDATE ${t('vault')} SET field = 'address' ${of(waiting)} AND field = 'name'`,
    fault: { fault: 'text', wrong: 'changed' },
  },
  {
    what: 'a text said to be of somebody else',
    sql: (t, { waiting }) => `UPDATE ${t('vault')} SET subject = 'res-2' ${of(waiting)} AND field = 'name'`,
    fault: { fault: 'text', wrong: 'changed' },
  },
  {
    what: 'a text that nobody sent',
    sql: (t, { waiting }) =>
      `UPDATE ${t('vault')} SET id = '${waiting}', bucket = (SELECT bucket FROM ${t('records')} ${of(waiting)}), ref = 'x.1' ${of('{dead}')} AND field = 'name'`,
    fault: { fault: 'text', wrong: 'added' },
  },
  {
    what: 'an erased text that is back',
    sql: (t, { erased }) => `UPDATE ${t('vault')} SET value = '王某' ${of(erased)} AND field = 'name'`,
    fault: { fault: 'text', wrong: 'kept' },
  },
  {
    what: 'the salt of an erased text that is back',
    sql: (t, { erased }) => `UPDATE ${t('vault')} SET salt = 'ab' ${of(erased)} AND field = 'name'`,
    fault: { fault: 'text', wrong: 'kept' },
  },
  {
    what: 'a last change in the future, which would date the next command',
    sql: (t, { waiting }) => `UPDATE ${t('records')} SET updated_at = ${farAhead} ${of(waiting)}`,
    fault: { fault: 'updated' },
  },
  {
    what: 'a last change before the last event',
    sql: (t, { waiting }) => `UPDATE ${t('records')} SET updated_at = updated_at - 1 ${of(waiting)}`,
    fault: { fault: 'updated' },
  },
  {
    what: 'a deadline that is gone',
    sql: (t, { dead }) => `DELETE FROM ${t('deadlines')} ${of(dead)}`,
    fault: { fault: 'deadline', wrong: 'missing' },
  },
  {
    what: 'a deadline put off',
    sql: (t, { dead }) => `UPDATE ${t('deadlines')} SET at = at + 1 ${of(dead)}`,
    fault: { fault: 'deadline', wrong: 'moved' },
  },
  {
    what: 'a deadline brought forward',
    sql: (t, { dead }) => `UPDATE ${t('deadlines')} SET at = at - ${day} ${of(dead)}`,
    fault: { fault: 'deadline', wrong: 'moved' },
  },
  {
    what: 'a deadline that nobody set',
    sql: (t, { erased }) =>
      `INSERT INTO ${t('deadlines')} (bucket, type, id, name, at) SELECT bucket, type, id, 'resolve', ${ten} FROM ${t('records')} ${of(erased)}`,
    fault: { fault: 'deadline', name: 'resolve', wrong: 'added' },
  },
  {
    what: 'a deadline leased for ever',
    sql: (t, { dead }) => `UPDATE ${t('deadlines')} SET lease_owner = 'me', lease_until = ${farAhead} ${of(dead)}`,
    fault: { fault: 'deadline', wrong: 'leased' },
  },
  {
    what: 'messages that are gone',
    sql: (t, { waiting }) => `DELETE FROM ${t('deliveries')} ${of(waiting)}`,
    fault: { fault: 'delivery', wrong: 'missing' },
  },
  {
    what: 'a dead letter that is gone',
    sql: (t, { dead }) => `DELETE FROM ${t('deliveries')} ${of(dead)} AND dead IS NOT NULL`,
    fault: { fault: 'delivery', wrong: 'missing' },
  },
  {
    what: 'messages that are gone and counted as sent',
    sql: (t, { waiting }) => `UPDATE ${t('delivered')} SET count = count + 5 ${of(waiting)}`,
    fault: { fault: 'delivery', name: 'delivered', wrong: 'changed' },
  },
  {
    what: 'a message to somebody else',
    sql: (t, { waiting }) => `UPDATE ${t('deliveries')} SET payload = '{"to":"water"}' ${of(waiting)}`,
    fault: { fault: 'delivery', wrong: 'changed' },
  },
  {
    what: 'a message through another channel',
    sql: (t, { waiting }) =>
      `UPDATE ${t('deliveries')} SET destination = 'letter' ${of(waiting)} AND destination = 'workchat'`,
    fault: { fault: 'delivery', wrong: 'added' },
  },
  {
    what: 'a message marked dead that was never tried',
    sql: (t, { waiting }) => `UPDATE ${t('deliveries')} SET dead = 'no' ${of(waiting)} AND attempts = 0`,
    fault: { fault: 'delivery', wrong: 'changed' },
  },
  {
    what: 'a message put off that was never tried',
    sql: (t, { waiting }) => `UPDATE ${t('deliveries')} SET at = ${farAhead} ${of(waiting)}`,
    fault: { fault: 'delivery', wrong: 'moved' },
  },
  {
    what: 'a message leased for ever',
    sql: (t, { waiting }) =>
      `UPDATE ${t('deliveries')} SET lease_owner = 'me', lease_until = ${farAhead} ${of(waiting)}`,
    fault: { fault: 'delivery', wrong: 'leased' },
  },
  {
    what: 'a queue without a head, of which nothing would ever be taken',
    sql: (t, { waiting }) => `UPDATE ${t('deliveries')} SET head = (1 = 0) ${of(waiting)}`,
    fault: { fault: 'delivery', wrong: 'changed' },
  },
  {
    what: 'a key that answers for another command',
    sql: (t, { dead }) => `UPDATE ${t('answers')} SET fingerprint = 'f' ${of(dead)} AND key = 'dispatch'`,
    fault: { fault: 'answer', name: 'dispatch', wrong: 'changed' },
  },
  {
    what: 'a key under another name',
    sql: (t, { dead }) => `UPDATE ${t('answers')} SET key = 'mine' ${of(dead)} AND key = 'dispatch'`,
    fault: { fault: 'answer', name: 'mine', wrong: 'changed' },
  },
  {
    what: 'a key that answers from another version',
    sql: (t, { dead }) => `UPDATE ${t('answers')} SET version = 1 ${of(dead)} AND key = 'dispatch'`,
    fault: { fault: 'answer', name: 'dispatch' },
  },
  {
    what: 'a key that was answered at another time, to be kept for ever',
    sql: (t, { dead }) => `UPDATE ${t('answers')} SET at = ${farAhead} ${of(dead)} AND key = 'dispatch'`,
    fault: { fault: 'answer', name: 'dispatch', wrong: 'changed' },
  },
  {
    what: 'a key that no command had',
    sql: (t, { waiting }) =>
      `INSERT INTO ${t('answers')} (bucket, type, id, key, fingerprint, version, events, at)
       SELECT bucket, type, id, 'next', 'f', version, 1, updated_at FROM ${t('records')} ${of(waiting)}`,
    fault: { fault: 'answer', name: 'next', wrong: 'added' },
  },
  // Deadlines are part of the row of their record.
  ...(['events', 'vault', 'deliveries', 'answers'] as const).map(
    (table): Tampering => ({
      what: `${table} of a record that is not there`,
      sql: (t, { dead }) => `DELETE FROM ${t('records')} ${of(dead)}`,
      fault: { fault: 'stray', name: table, seq: 0 },
    }),
  ),
  {
    what: 'a record that cannot be found under its bucket',
    sql: (t, { waiting }) => `UPDATE ${t('records')} SET bucket = (bucket + 1) % 64 ${of(waiting)}`,
    fault: { fault: 'index' },
  },
]

/** A storage under attack: another opening of the same rows, and a way past the storage. */
export interface Attacked {
  readonly open: () => Storage
  readonly run: (sql: (table: (name: string) => string) => string) => Promise<void>
}

/** Declares a test for everything somebody could do: the untouched record verifies, the touched one does not, and says what. */
export function itFindsTampering(create: () => Promise<Attacked>): void {
  it('a city that has something in every table verifies', async () => {
    const { open } = await create()
    await livedIn(open())
    const found = await verified(open())
    expect(found).toMatchObject({ ok: true, faults: [], stranded: [], outdated: 0 })
    expect(found.notCompared).toEqual({ types: [], deliveries: 0, answers: 0 })
  })
  it.each(tamperings)('verify finds $what', async ({ sql, fault }) => {
    const { open, run } = await create()
    const ids = await livedIn(open())
    await run((table) => sql(table, ids).replace('{dead}', ids.dead))
    const found = await verified(open())
    expect(found.ok).toBe(false)
    expect(found.faults).toContainEqual(expect.objectContaining(fault))
  })
}

async function verified(storage: Storage): Promise<Verification> {
  const { huiyin } = cityOn(storage, ten + 3_600_000)
  await huiyin.start({ readOnly: true })
  const found = await huiyin.audit.verify({ by: actors.system })
  await huiyin.stop()
  return found
}
