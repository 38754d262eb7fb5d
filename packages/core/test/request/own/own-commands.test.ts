import { type Actor, createHuiyin, type Huiyin, memoryStorage } from '@huiyin/core'
import type { NotificationChannel } from '@huiyin/core/contracts'
import { definePlugin, freeText, identifier } from '@huiyin/core/plugin'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'

const survey = {
  title: { zh: '现场勘查', en: 'survey' },
  who: ['unit'],
  from: ['handling'],
  input: z.object({
    result: z.enum(['leak', 'fine']),
    metres: z.number().int().optional(),
    meter: identifier().optional(),
    note: freeText(500).optional(),
  }),
  event: 'survey.done',
  words: {
    staff: { zh: '已现场勘查', en: 'was inspected on site' },
    resident: { zh: '已现场勘查', en: 'Inspected on site' },
  },
} as const
const quiet = {
  title: { zh: '记一笔', en: 'mark' },
  who: ['dispatcher'],
  from: 'open',
  event: 'desk.marked',
  words: { staff: { zh: '有标记', en: 'was marked' } },
  tells: ['supervisor'],
} as const
const thank = {
  title: { zh: '致谢', en: 'thank' },
  who: ['requester'],
  from: ['handling'],
  event: 'unit.thanked',
  words: { staff: { zh: '收到致谢', en: 'was thanked for' } },
} as const
const petitions = definePlugin({
  id: 'petitions',
  commands: {
    countersign: {
      title: { zh: '会签', en: 'countersign' },
      who: ['supervisor'],
      from: ['handling'],
      to: 'handling',
      input: z.object({ round: z.number().int() }),
      event: 'petitions.countersigned',
      words: { staff: { zh: '已会签', en: 'was countersigned' } },
    },
  },
  setup: () => ({}),
})

const listening = (audience: NotificationChannel['audience'], heard: string[]): NotificationChannel => ({
  contract: 'huiyin.channel/2',
  name: `to-${String(audience)}`,
  audience,
  send: async ({ event, title }) => {
    if (!event.startsWith('request.')) heard.push(`${String(audience)}: ${title.zh}`)
    return { ok: true }
  },
})

async function city() {
  const heard: string[] = []
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({
    storage: memoryStorage(),
    platform: { clock, ids: simulatedIds(1) },
    commands: { survey, mark: quiet, thank },
    plugins: [petitions],
    channels: (['resident', 'unit', 'dispatcher', 'supervisor'] as const).map((each) => listening(each, heard)),
  })
  await huiyin.start()
  await seedCity(huiyin)
  await huiyin.requests.submit(
    'q-1',
    { category: 'heating', area: cityGrid, description: '漏水' },
    { by: actors.resident },
  )
  await huiyin.requests.dispatch('q-1', { by: actors.desk })
  await huiyin.requests.claim('q-1', { by: actors.housing })
  return { huiyin, heard }
}

describe('a command that a place declares', () => {
  it('writes its own event with its input, texts in the vault, and the record verifies', async () => {
    const { huiyin } = await city()
    const input = { command: 'survey', result: 'leak', metres: 3, note: '三楼王女士家' } as const
    expect(await huiyin.requests.act('q-1', input, { by: actors.housing })).toMatchObject({
      ok: true,
      request: { status: 'handling' },
      events: [
        {
          type: 'survey.done',
          data: { result: 'leak', metres: 3, note: { ref: expect.any(String) }, progress: { status: 'handling' } },
        },
      ],
    })
    expect(JSON.stringify(await huiyin.requests.history('q-1', { by: actors.system }))).not.toContain('王女士')
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
    expect(huiyin.eventNames).toEqual(expect.arrayContaining(['survey.done', 'desk.marked', 'petitions.countersigned']))
  })

  it('is told in its own words: in the timeline, and to whom it says', async () => {
    const { huiyin, heard } = await city()
    await huiyin.requests.act('q-1', { command: 'survey', result: 'fine' }, { by: actors.housing })
    await huiyin.requests.act('q-1', { command: 'mark' }, { by: actors.desk })
    await huiyin.tick()
    expect(heard.toSorted()).toEqual([
      'resident: 已现场勘查',
      'supervisor: 诉求 20220104-0001-1 有标记',
      'unit: 诉求 20220104-0001-1 已现场勘查',
    ])
    const { progress } = await huiyin.requests.forResident('q-1', { by: actors.resident })
    expect(progress.at(-1)?.title).toEqual(survey.words.resident)
  })

  it('is offered to the resident in their view, where it is theirs', async () => {
    const { huiyin } = await city()
    const mayDo = async () => (await huiyin.requests.forResident('q-1', { by: actors.resident })).mayDo
    expect((await mayDo()).toSorted()).toEqual(['supplement', 'thank', 'urge', 'withdraw'])
    expect(await huiyin.requests.act('q-1', { command: 'thank' }, { by: actors.resident })).toMatchObject({ ok: true })
    await huiyin.requests.reply('q-1', { text: '已修好。' }, { by: actors.housing })
    expect((await mayDo()).toSorted()).toEqual(['rate', 'supplement'])
  })

  it('is called by its title in what is refused, and by its name in the details', async () => {
    const { huiyin } = await city()
    const denied = await huiyin.requests.act('q-1', { command: 'thank' }, { by: actors.housing })
    expect(denied).toMatchObject({
      refusal: { code: 'not-permitted', details: { action: 'thank', titles: { thank: thank.title } } },
    })
    expect(denied.ok || denied.refusal.message).toMatchObject({
      zh: expect.stringContaining('您无权致谢'),
      en: expect.stringContaining('You may not thank;'),
    })
    const misplaced = await huiyin.requests.rate('q-1', { grade: 5 }, { by: actors.resident })
    expect(misplaced).toMatchObject({
      refusal: {
        code: 'wrong-state',
        details: { allowed: expect.arrayContaining(['survey', 'mark']), titles: { survey: survey.title } },
        message: { zh: expect.stringMatching(/现场勘查、.*记一笔|记一笔、.*现场勘查/) },
      },
    })
    expect(misplaced.ok || misplaced.refusal.message.zh).not.toMatch(/survey|countersign/)
  })

  it('is for whom it names, where it says, and listed for them', async () => {
    const { huiyin } = await city()
    const mayDo = async (by: Actor) => (await huiyin.requests.mayDo('q-1', { by })).commands
    expect(await mayDo(actors.housing)).toContain('survey')
    expect(await mayDo(actors.desk)).toContain('mark')
    expect(await mayDo(actors.desk)).not.toContain('survey')
    expect(await huiyin.requests.act('q-1', { command: 'survey', result: 'fine' }, { by: actors.desk })).toMatchObject({
      refusal: { code: 'not-permitted', details: { needs: ['unit'] } },
    })
    await huiyin.requests.reply('q-1', { text: '已修好。' }, { by: actors.housing })
    expect(
      await huiyin.requests.act('q-1', { command: 'survey', result: 'fine' }, { by: actors.housing }),
    ).toMatchObject({ refusal: { code: 'wrong-state' } })
    expect(huiyin.commands.survey?.title).toEqual(survey.title)
  })

  it.each([
    [{ command: 'survey' }, ['input', 'result'], 'missing'],
    [{ command: 'survey', result: 'fine', colour: 'red' }, ['input', 'colour'], 'unknown-field'],
    [{ command: 'survey', result: 'fine', meter: '13812345678' }, ['input', 'meter'], 'personal-number'],
    [{ command: 'mark', note: 'x' }, ['input', 'note'], 'unknown-field'],
    [{ command: 'surwey' }, ['input', 'command'], 'unfit'],
  ])('refuses a wrong input before anything is read: %j', async (input, path, code) => {
    const { huiyin } = await city()
    await expect(huiyin.requests.act('none', input as never, { by: actors.housing })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ path, code }],
    })
  })

  it('is issued again under its key without a second event, and refused under the key of another input', async () => {
    const { huiyin } = await city()
    const once = () =>
      huiyin.requests.act('q-1', { command: 'survey', result: 'leak' }, { by: actors.housing, key: 'k-1' })
    const first = await once()
    expect(first.ok && (await once())).toMatchObject({
      ok: true,
      request: { version: first.ok && first.request.version },
    })
    const other = { command: 'survey', result: 'fine' } as const
    expect(await huiyin.requests.act('q-1', other, { by: actors.housing, key: 'k-1' })).toMatchObject({
      refusal: { code: 'key-reused' },
    })
  })

  it('keeps its event readable when it is declared no longer', async () => {
    const storage = { ...memoryStorage(), close: async () => {} }
    const before = createHuiyin({ storage, commands: { mark: quiet } })
    await before.start()
    await seedCity(before)
    const report = { category: 'heating', area: cityGrid, description: '漏水' }
    await before.requests.submit('q-1', report, { by: actors.resident })
    expect(await before.requests.act('q-1', { command: 'mark' }, { by: actors.desk })).toMatchObject({ ok: true })
    const after = createHuiyin({ storage })
    await after.start()
    expect(await after.requests.forResident('q-1', { by: actors.resident })).toMatchObject({ step: 'report' })
    expect(await after.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
  })
})

describe('names and inputs of own commands are typed', () => {
  it('at requests.act, at huiyin.as(actor), for those of a place and of its plugins', async () => {
    const { huiyin } = await city()
    const { requests } = huiyin
    expectTypeOf<Parameters<typeof requests.act>[1]['command']>().toEqualTypeOf<
      'survey' | 'mark' | 'thank' | 'countersign'
    >()
    const bound = huiyin.as(actors.chief).requests
    expectTypeOf<Parameters<typeof bound.act>[1]['command']>().toEqualTypeOf<
      'survey' | 'mark' | 'thank' | 'countersign'
    >()
    expect(await bound.act('q-1', { command: 'countersign', round: 1 })).toMatchObject({
      ok: true,
      events: [{ type: 'petitions.countersigned', data: { round: 1 } }],
    })
    const never = () => [
      // @ts-expect-error no such command
      requests.act('q-1', { command: 'surwey' }, { by: actors.desk }),
      // @ts-expect-error no such result
      requests.act('q-1', { command: 'survey', result: 'dry' }, { by: actors.desk }),
      // @ts-expect-error round is a number
      bound.act('q-1', { command: 'countersign', round: 'first' }),
      // @ts-expect-error none is declared here
      createHuiyin({ storage: memoryStorage() }).requests.act('q-1', { command: 'survey' }, { by: actors.desk }),
    ]
    expect(never).toBeTypeOf('function')
    expectTypeOf(huiyin).toExtend<Huiyin>()
  })
})

describe('a declaration that could not work is refused when Huiyin is created', () => {
  const create = (changed: object) => () =>
    createHuiyin({ storage: memoryStorage(), commands: { survey: { ...survey, ...changed } } as never })
  it.each([
    ['an event of core', { event: 'request.done' }, 'does not begin with "request."'],
    ['text that would stay in events', { input: z.object({ note: z.string() }) }, 'input.note would be written into'],
    ['a date', { input: z.object({ on: z.date() }) }, 'input.on cannot be of the type date'],
    ['a reserved name', { input: z.object({ progress: z.number() }) }, 'input.progress is a reserved name'],
    ['what is no object', { input: z.array(z.number()) }, 'input must be an object'],
    ['no words', { words: {} }, 'words.staff must say it in Chinese and English'],
    ['a resident who is told nothing', { tells: ['resident'], words: quiet.words }, 'has no words.resident'],
    ['an unknown audience', { tells: ['unti'] }, 'did you mean unit?'],
    ['an unknown party', { who: ['dispacher'] }, 'commands: survey names the unknown parties dispacher'],
    ['an unknown state', { from: ['handlign'] }, 'did you mean handling?'],
    ['an unknown target', { to: 'nowhere' }, undefined],
    ['a way without a beginning', { from: undefined, to: 'handling' }, 'has to without from'],
    ['no way at all', { from: undefined }, 'no state has the own command survey'],
  ])('%s', async (_what, changed, words) => {
    if (words !== undefined) expect(create(changed)).toThrow(words)
    else await expect(create(changed)().start()).rejects.toThrow('nowhere')
  })

  it('a name of core, one that two declare, and an event of another plugin', () => {
    const named =
      (commands: object, plugins: readonly unknown[] = []) =>
      () =>
        createHuiyin({ storage: memoryStorage(), commands, plugins } as never)
    expect(named({ claim: survey })).toThrow('commands.claim: cannot be the name of a command')
    expect(named({ countersign: survey }, [petitions])).toThrow('commands.countersign is declared already')
    const foreign = definePlugin({ id: 'foreign', commands: { survey }, setup: () => ({}) })
    expect(named({}, [foreign])).toThrow('the event survey.done must begin with "foreign."')
  })

  it('a command that a lifecycle alone names: it says where to declare it', () => {
    const lifecycle = { on: { handling: { survey: {} } } }
    const bare = definePlugin({ id: 'bare', lifecycle, setup: () => ({}) })
    expect(() => createHuiyin({ storage: memoryStorage(), plugins: [bare] })).toThrow(
      'the lifecycle names "survey", which is not a command: declare a command of your own with the option commands',
    )
    const twice = definePlugin({ id: 'bare', lifecycle, setup: () => ({}) })
    expect(() => createHuiyin({ storage: memoryStorage(), plugins: [twice], commands: { survey } })).toThrow(
      'said twice',
    )
  })
})
