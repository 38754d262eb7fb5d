import { type Actor, createHuiyin, memoryStorage } from '@huiyin/core'
import { addLimit } from '@huiyin/core/calendar'
import type { Storage } from '@huiyin/core/contracts'
import { definePlugin, defineRecord, z } from '@huiyin/core/plugin'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { corrected2027, notice2027 } from '../amendment/amended-city.js'
import { poll, pollCity } from './polls.js'

const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
const asSystem = { by: actors.system }
const stranger = { id: 'res-2', kind: 'resident', grants: [] } as const

describe.each([
  ['memory', memoryStorage],
  ['SQLite', () => sqliteStorage({ path: ':memory:' })],
] as const)('records of a plugin, on %s', (_, storageOf: () => Storage) => {
  it('take input of their schema only, and nothing is written of any other', async () => {
    const { huiyin, records } = await pollCity(storageOf())
    const { records: before } = await huiyin.audit.verify(asSystem)
    const by = actors.resident
    for (const [path, run] of [
      [['input', 'question'], () => records.run(poll, 'p-1', 'open', { area: cityGrid, question: '' }, { by })],
      [['input', 'choice'], () => records.run(poll, 'p-1', 'answer', { choice: 9 }, { by })],
      [['command'], () => records.run(poll, 'p-1', 'opens' as 'open', {} as never, { by })],
      [['command'], () => records.run(poll, 'p-1', 'erase' as 'open', {} as never, { by })],
    ] as const)
      await expect(run()).rejects.toMatchObject({ code: 'invalid-input', issues: [{ path }] })
    expect((await huiyin.audit.verify(asSystem)).records).toBe(before)
    await huiyin.stop()
  })

  it('keep texts in the vault, for those who may read them, until they are erased', async () => {
    const { huiyin, records, open } = await pollCity(storageOf())
    const opened = await open('p-1', '13900001111')
    if (!opened.ok) throw new Error(opened.refusal.code)
    expect(JSON.stringify(opened)).not.toContain('声控')
    const texts = async (by: Actor) => Object.values(await records.texts(poll, 'p-1', { by }))
    expect(await texts(actors.resident)).toEqual(['楼道灯是否换成声控？', '13900001111'])
    expect(await texts(actors.chief)).toEqual(['楼道灯是否换成声控？', '13900001111'])
    expect(await texts(stranger)).toEqual(['楼道灯是否换成声控？'])
    await expect(records.texts(poll, 'p-2', { by: stranger })).rejects.toMatchObject({ code: 'not-found' })
    const basis = { basis: 'consentWithdrawn' } as const
    expect(await records.erase(poll, 'p-1', basis, { by: stranger })).toMatchObject({
      ok: false,
      refusal: { code: 'command-not-permitted', details: { action: 'erase', needs: ['requester', 'securityAdmin'] } },
    })
    expect(await records.erase(poll, 'p-1', basis, { by: actors.resident })).toMatchObject({
      ok: true,
      events: [{ type: 'polls.poll.erased', data: { basis: 'consentWithdrawn', texts: 2 } }],
    })
    expect(await records.erase(poll, 'p-1', basis, { by: actors.resident })).toMatchObject({ ok: true, events: [] })
    expect(await texts(actors.resident)).toEqual([])
    expect(await huiyin.audit.verify(asSystem)).toMatchObject({ ok: true, texts: { erased: 2 } })
    await huiyin.stop()
  })

  it('are read by those whom the definition names, by default the requester, and nobody else learns that they are there', async () => {
    const { huiyin, records, open } = await pollCity(storageOf())
    await open('p-1', '13900001111')
    const read = (by: Actor, id = 'p-1') => records.read(poll, id, { by })
    const { facts, version } = (await records.facts(poll, 'p-1')) ?? {}
    expect(await read(actors.resident)).toMatchObject({ facts, version })
    expect(Object.values((await read(actors.resident))?.texts ?? {})).toEqual(['楼道灯是否换成声控？', '13900001111'])
    expect(await read(actors.system)).toMatchObject({ facts, version })
    for (const by of [stranger, actors.chief, actors.auditor]) expect(await read(by)).toBeUndefined()
    expect(await read(actors.resident, 'p-2')).toBeUndefined()
    await expect(records.read(poll, 'p-1', {} as never)).rejects.toMatchObject({ code: 'invalid-input' })
    await huiyin.stop()
  })

  it('are erased with the person, as far as the actor may', async () => {
    const { huiyin, records, open } = await pollCity(storageOf())
    await open('p-1')
    await open('p-2')
    const input = { basis: 'purposeAchieved' } as const
    expect(await huiyin.requests.eraseTextsOf(actors.resident.id, input, { by: stranger })).toEqual({
      erased: [],
      refused: [],
    })
    expect(await huiyin.requests.eraseTextsOf(actors.resident.id, input, { by: actors.securityAdmin })).toEqual({
      erased: [],
      refused: [],
      records: ['p-1', 'p-2'].map((id) => ({ type: 'polls.poll', id })),
    })
    expect(await records.texts(poll, 'p-2', { by: actors.resident })).toEqual({})
    await huiyin.stop()
  })

  it('take commands of those whom the table names, and of nobody else', async () => {
    const { huiyin, records, open } = await pollCity(storageOf())
    await open()
    const run = async (command: 'hold' | 'remind' | 'close', by: Actor) => {
      const result = await records.run(poll, 'p-1', command, {}, { by })
      return result.ok ? 'ok' : [result.refusal.code, result.refusal.details]
    }
    const refused = (actor: string, command: string, needs: string[]) => [
      'command-not-permitted',
      expect.objectContaining({ actor, action: command, needs }),
    ]
    expect(await run('hold', actors.resident)).toEqual(refused(actors.resident.id, 'hold', ['supervisor']))
    expect(await run('remind', actors.chief)).toEqual(refused(actors.chief.id, 'remind', []))
    expect(await run('close', stranger)).toEqual(refused('res-2', 'close', ['requester', 'supervisor']))
    expect(await run('hold', actors.chief)).toBe('ok')
    expect(await run('close', actors.resident)).toBe('ok')
    await huiyin.stop()
  })

  it('have deadlines that core counts: the Spring Festival is not counted, warned in office hours, over at 24:00', async () => {
    const { huiyin, clock, host, records, open, told } = await pollCity(storageOf())
    const opened = await open()
    if (!opened.ok) throw new Error(opened.refusal.code)
    // Wednesday, 26 January 2022; make-up days on Saturday and Sunday.
    const due = addLimit(host.sla, clock.now(), { workingDays: 3 })
    expect(opened.record.clocks?.voting).toMatchObject({ dueAt: due, dueDate: '2022-01-29', warned: 0 })
    const { text, days } = await records.explainDeadline(poll, 'p-1', 'voting')
    expect(text.zh).toContain('调休上班日')
    expect(text.en).toContain('make-up working day')
    expect(days.filter(({ counted }) => counted).map(({ date }) => date)).toEqual([
      '2022-01-27',
      '2022-01-28',
      '2022-01-29',
    ])
    await records.run(poll, 'p-1', 'hold', {}, { by: actors.chief })
    clock.set(at('2022-01-28 10:00'))
    expect(await huiyin.tick()).toMatchObject({ deadlines: 0 })
    const goneOn = await records.run(poll, 'p-1', 'goOn', {}, { by: actors.chief })
    if (!goneOn.ok) throw new Error(goneOn.refusal.code)
    expect(goneOn.record.clocks?.voting).toMatchObject({ dueDate: '2022-02-07' })
    clock.set(at('2022-01-31 10:00'))
    await huiyin.tick()
    expect((await records.facts(poll, 'p-1'))?.facts).toMatchObject({ warnings: 0 })
    clock.set(at('2022-02-07 00:30'))
    await huiyin.tick()
    clock.set(at('2022-02-07 10:00'))
    await huiyin.tick()
    expect((await records.facts(poll, 'p-1'))?.facts).toMatchObject({ status: 'open', warnings: 1 })
    clock.set(at('2022-02-08 00:00'))
    await huiyin.tick()
    const closed = (await records.facts(poll, 'p-1'))?.facts
    expect(closed).toMatchObject({ status: 'closed', clocks: { voting: { warned: 1, stoppedAt: clock.now() } } })
    expect(closed?.clocks?.voting?.breachedAt).toBe(closed?.clocks?.voting?.dueAt)
    expect(told).toEqual(['res-1 The poll is open 2022-01-26T10:00'])
    clock.set(at('2022-02-08 09:00'))
    await huiyin.tick()
    expect(told.slice(1)).toEqual(['res-1 The poll is over 2022-02-08T00:00'])
    expect(await huiyin.audit.verify(asSystem)).toMatchObject({ ok: true })
    await huiyin.stop()
  })

  it('have deadlines that a later holiday notice moves, either way, and say so', async () => {
    const { huiyin, clock, records, open } = await pollCity(storageOf(), '2026-12-30T10:00:00+08:00')
    await open()
    const due = async () => (await records.facts(poll, 'p-1'))?.facts.clocks?.voting?.dueDate
    expect(await due()).toBe('2027-01-05')
    for (const [notice, date] of [
      [notice2027, '2027-01-06'],
      [corrected2027, '2027-01-05'],
    ] as const) {
      const replaces = notice === notice2027 ? {} : { replaces: '国办发明电〔2026〕9号' }
      const amended = await huiyin.calendar.amend(notice, { by: actors.systemAdmin, ...replaces })
      expect(amended).toMatchObject({ ok: true })
      clock.advance(60_000)
      await huiyin.tick()
      expect(await due()).toBe(date)
    }
    const { text, amendments } = await records.explainDeadline(poll, 'p-1', 'voting')
    expect(amendments.map(({ before, after }) => [before.dueDate, after.dueDate])).toEqual([
      ['2027-01-05', '2027-01-06'],
      ['2027-01-06', '2027-01-05'],
    ])
    expect(text.zh).toContain('依据国办发明电〔2026〕9号调整日历')
    expect(await huiyin.audit.verify(asSystem)).toMatchObject({ ok: true })
    await huiyin.stop()
  })

  it('owe other records commands, each carried out once, with the texts that they name; a refused one is logged', async () => {
    const { huiyin, records, open, warned } = await pollCity(storageOf())
    await open()
    const reported = await records.run(poll, 'p-1', 'report', { id: 'q-1' }, { by: actors.chief, key: 'once' })
    expect(reported.ok).toBe(true)
    const view = await huiyin.requests.forResident('q-1', { by: actors.resident })
    expect(view.description).toBe('楼道灯是否换成声控？')
    expect((await records.facts(poll, 'p-1'))?.facts.status).toBe('held')
    expect(warned).toEqual([
      [
        'what a record owed another was refused',
        expect.objectContaining({ to: 'polls.poll/nowhere', code: 'polls.closed' }),
      ],
    ])
    await records.run(poll, 'p-1', 'report', { id: 'q-1' }, { by: actors.chief, key: 'once' })
    await huiyin.tick()
    expect((await huiyin.requests.find({}, asSystem)).items).toHaveLength(1)
    expect(await huiyin.audit.verify(asSystem)).toMatchObject({ ok: true })
    await huiyin.stop()
  })

  it('are counted with their amounts, recounted, and listed as the cases behind a figure', async () => {
    const { huiyin, records, open } = await pollCity(storageOf())
    for (const id of ['p-1', 'p-2']) await open(id)
    for (const id of ['p-1', 'p-1', 'p-1', 'p-2'])
      await records.run(poll, id, 'answer', { choice: 1 }, { by: actors.resident })
    const period = { from: '2022-01-01', to: '2022-02-01' }
    const measured = await huiyin.evaluation.measure(
      'polls.answersEach',
      { period, by: 'area', level: 'town' },
      asSystem,
    )
    expect(measured.figures).toMatchObject([{ numerator: 4, denominator: 2, value: 200 }])
    const cases: unknown[] = []
    for await (const { record, amount } of measured.cases('numerator')) cases.push([record.type, record.id, amount])
    expect(cases).toEqual([
      ['polls.poll', 'p-1', 3],
      ['polls.poll', 'p-2', 1],
    ])
    expect(await huiyin.audit.verify(asSystem)).toMatchObject({ ok: true, recount: { ok: true } })
    expect((await huiyin.evaluation.recount(asSystem)).sums).toBeGreaterThan(0)
    await huiyin.stop()
  })
})

describe('a plugin', () => {
  const made = (...plugins: Parameters<typeof createHuiyin>[0]['plugins'] & object) =>
    createHuiyin({ storage: memoryStorage(), plugins })
  const plain = (id: string, more: object = {}) => definePlugin({ id, setup: () => ({ id }), ...more })

  it('of the first version is refused with what to do', () => {
    const old = { ...plain('old'), contract: 'huiyin.plugin/1' } as never
    expect(() => made(old)).toThrow(
      /old: made for huiyin\.plugin\/1; move it to huiyin\.plugin\/2: declare its records with defineRecord/,
    )
  })

  it('that uses another is set up behind it, started behind it and stopped before it', async () => {
    const said: string[] = []
    const noting = (id: string) => ({ start: () => void said.push(`+${id}`), stop: () => void said.push(`-${id}`) })
    const upper = definePlugin({
      id: 'upper',
      uses: ['lower'],
      setup: (host) => host.plugin<{ id: string }>('lower').id,
      ...noting('upper'),
    })
    const huiyin = made(upper, plain('lower', noting('lower')))
    expect((huiyin.plugins as Record<string, unknown>).upper).toBe('lower')
    await huiyin.start()
    await huiyin.stop()
    expect(said).toEqual(['+lower', '+upper', '-upper', '-lower'])
  })

  it('that uses what is not there, in a circle, or without saying so is refused', () => {
    expect(() => made(plain('a', { uses: ['bb'] }), plain('b'))).toThrow('a: uses the plugin bb, which is not there')
    expect(() => made(plain('a', { uses: ['b'] }), plain('b', { uses: ['a'] }))).toThrow(
      'these plugins use each other in a circle: a → b → a',
    )
    expect(() => made(plain('a'), definePlugin({ id: 'b', setup: (host) => host.plugin('a') }))).toThrow(
      'The plugin b does not say that it uses a',
    )
  })

  it('whose record says too little is refused, each fault named', () => {
    const kind = {
      type: 'odd.record',
      form: 0,
      events: [],
      decide: () => ({ events: [] }),
      evolve: () => ({}),
      index: () => ({ status: 'x', open: true, createdAt: 0 }),
    }
    const odd = defineRecord({
      kind,
      inputs: { erase: z.strictObject({}), go: 7 as never },
      may: { erase: ['anyone'] } as never,
      clocks: { late: { policy: { workingDays: -1 }, when: () => 'running', onDue: () => ({ name: 'go' }) as never } },
      measures: [{ name: 'stray', title: { zh: '', en: '' }, at: 1 as never }],
    })
    const message = (() => {
      try {
        made(plain('odd', { records: [odd] }))
        return ''
      } catch (error) {
        return (error as Error).message
      }
    })()
    for (const said of [
      'the record type odd.record has a form that is no whole number from 1 on',
      'has a command erase, which core adds by itself',
      'has no schema of the command go in inputs',
      'does not say in may who may issue go',
      'has the clock late',
      'the measure stray must begin with "odd."',
    ])
      expect(message).toContain(said)
  })
})
