import { describe, expect, it } from 'vitest'
import type { NotificationChannel } from '../../contracts/channel.js'
import { createHuiyin } from '../../entry/create-huiyin.js'
import type { CaseSide } from '../../evaluation/figures/cases.js'
import type { Measure } from '../../evaluation/measures/measure.js'
import { monthPeriod } from '../../evaluation/period.js'
import { memoryStorage } from '../../memory/memory-storage.js'
import { definePlugin } from '../../plugin/plugin.js'
import { defaultSlaPolicy, defineSlaPolicy } from '../../sla/policy.js'
import type { HuiyinOptions } from './options.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

const sms: NotificationChannel = {
  contract: 'huiyin.channel/2',
  name: 'sms',
  audience: 'resident',
  send: async () => ({ ok: true }),
}
const best = { grade: 1, zh: '满意', en: 'satisfied', means: 'satisfied' }
const twice = { name: 'twice', grades: [best, best] }
// What a caller without types, or with a wrong configuration file, may hand over.
const odd = (more: object) => ({ ...sms, ...more }) as NotificationChannel
const made = (more: object) => () => createHuiyin({ storage: memoryStorage(), ...more } as HuiyinOptions)

describe('options that would silently lose something are refused', () => {
  it.each([
    [
      'two channels of one name',
      { channels: [sms, odd({ audience: 'unit' })] },
      'channels.1 (sms) has the name of another channel',
    ],
    [
      'a channel that takes the place of core’s own queue',
      { channels: [odd({ name: 'huiyin' })] },
      'core uses for itself',
    ],
    ['a channel without a name', { channels: [odd({ name: '' })] }, 'channels.0 () has no name'],
    ['an audience nobody is', { channels: [odd({ audience: 'residents' })] }, 'has the audience residents'],
    ['a channel that sends none at once', { channels: [odd({ concurrency: 0 })] }, 'has the concurrency 0'],
    ['a channel that is given no time', { channels: [odd({ timeout: 0 })] }, 'has the timeout 0'],
    [
      'a channel that is given for ever',
      { channels: [odd({ timeout: Number.POSITIVE_INFINITY })] },
      'timeout Infinity',
    ],
    ['a channel that finds nothing', { channels: [odd({ find: true })] }, 'has a find that is not a function'],
    ['a name that operators cannot write', { channels: [odd({ name: 'a\u0000b' })] }, 'has a name that contains a NUL'],
    ['a channel that cannot send', { channels: [odd({ send: undefined })] }, 'has no send'],
    ['a channel of another contract', { channels: [odd({ contract: undefined })] }, 'another contract (undefined)'],
    [
      'a channel of the contract before, which is told what to do',
      { channels: [odd({ contract: 'huiyin.channel/1' })] },
      'channels.0 (sms) is made for another contract (huiyin.channel/1); this version needs huiyin.channel/2. Install',
    ],
    ['a channel for nobody', { channels: [odd({ audience: [] })] }, 'has no audience'],
    ['a list with an audience nobody is', { channels: [odd({ audience: ['unit', 'desk'] })] }, 'has the audience desk'],
    [
      'two queues of one name',
      { channels: [odd({ audience: ['unit', 'supervisor'] }), odd({ name: 'sms/unit' })] },
      'channels.1 (sms/unit) has the name of another channel',
    ],
    [
      'a rate of nothing',
      { channels: [odd({ rate: { messages: 0, per: 1000 } })] },
      'has the rate { messages: 0, per: 1000 }',
    ],
    [
      'a rate that is none',
      { channels: [odd({ rate: null })] },
      'has the rate { messages: undefined, per: undefined }',
    ],
    [
      'a rate of more than a day',
      { channels: [odd({ rate: { messages: 1, per: 86_400_001 } })] },
      'in 1 to 86400000 milliseconds',
    ],
    ['an address of no kind', { channels: [odd({ via: '' })] }, 'has the via ; it takes a kind of address'],
    ['an unknown word for onDeadLetter', { channels: [odd({ onDeadLetter: 'wait' })] }, 'onDeadLetter wait'],
    ['what was sent kept for no time', { limits: { sentDays: 0 } }, 'sentDays is 0'],
    ['what was sent kept for ever', { limits: { sentDays: Number.POSITIVE_INFINITY } }, 'sentDays is Infinity'],
    ['answers kept for no time', { limits: { idempotencyDays: -1 } }, 'idempotencyDays is -1'],
    ['answers kept for no number of days', { limits: { idempotencyDays: Number.NaN } }, 'idempotencyDays is NaN'],
    ['no command allowed', { limits: { maxInFlight: 0 } }, 'maxInFlight is 0'],
    ['less than no cache', { limits: { cachedRecords: -1 } }, 'cachedRecords is -1'],
    [
      'an unknown option',
      { chanels: [sms] },
      'there is no option chanels; did you mean channels? known: storage, calendar',
    ],
    [
      'an unknown option of a group',
      { platform: { clok: 1 } },
      'there is no option platform.clok; did you mean clock? known: clock',
    ],
    ['a group that is a list', { limits: 3 }, 'limits is not an object'],
    ['a clock that tells no time', { platform: { clock: { time: () => 0 } } }, 'platform.clock has no now()'],
    ['a storage that lacks a method', { storage: { ...memoryStorage(), owed: undefined } }, 'storage has no owed()'],
    ['plugins that are no list', { plugins: 3 }, 'plugins is not a list'],
    ['a plugin that is none', { plugins: [undefined] }, 'plugins.0 is not a plugin'],
    ['a channel that is none', { channels: [null] }, 'channels.0 is not a channel'],
    ['a lifecycle that is none', { lifecycle: 'default' }, 'lifecycle is not an object'],
    ['limits that are no policy', { sla: { resolve: { workingDays: 3 } } }, 'make it with defineSlaPolicy'],
    ['a clock without a limit', { sla: { ...defaultSlaPolicy, clocks: { claim: {} } } }, 'sla.claim'],
    [
      'a rule of rating there is none of',
      { rating: { maxReturn: 3 } },
      'there is no rating.maxReturn; did you mean maxReturns? known: scale',
    ],
    ['a count of rating that is none', { rating: { maxReturns: Number.NaN } }, 'rating.maxReturns is NaN'],
    ['a scale without grades', { rating: { scale: { name: 'x', grades: [] } } }, 'rating.scale has no grades'],
    ['a grade that occurs twice', { rating: { scale: twice } }, 'rating.scale has the grades 1, 1'],
    ['no storage', { storage: undefined }, 'needs a storage'],
    [
      'a measure that counts at no instant',
      { evaluation: { measures: [{ name: 'x' } as Measure] } },
      'the measure x does not say',
    ],
  ])('%s', (_what, more, said) => {
    expect(made(more)).toThrow(expect.objectContaining({ code: 'configuration' }))
    expect(made(more)).toThrow(said)
  })

  it('no options at all', () => {
    expect(() => createHuiyin(undefined as unknown as HuiyinOptions)).toThrow('needs a storage')
  })

  it('and those that can be used are used', () => {
    const channels = [sms, odd({ name: 'wechat', concurrency: 3, onDeadLetter: 'block' })]
    expect(made({ channels, limits: { idempotencyDays: 0.5, maxInFlight: 1, cachedRecords: 0 } })).not.toThrow()
  })
})

const own = {
  kind: {
    type: 'place.thing',
    events: ['place.opened'],
    decide: () => ({ events: [] }),
    evolve: () => ({}),
    index: () => ({ status: 'there', open: true, createdAt: 0 }),
  },
  inputs: {},
  may: {},
}

describe('names that do not exist, or that two things have, are refused', () => {
  const plugin = (more: object) => ({ plugins: [definePlugin({ id: 'place', setup: () => ({}), ...more })] })
  it.each([
    [
      'a law for an unknown command',
      plugin({ laws: { sumbit: [] } }),
      'plugin place declares a law for "sumbit", which is not a command',
    ],
    ['a law that is no list', plugin({ laws: { submit: () => undefined } }), 'laws.submit is not a list of functions'],
    [
      'a permission for no command',
      plugin({ permissions: { requests: { clam: ['unit'] } } }),
      'a permission for "clam", which is not a command',
    ],
    [
      'a permission for a command of core',
      plugin({ permissions: { requests: { withdraw: [] } } }),
      'use the `permissions` option to change who may issue the core command "withdraw"',
    ],
    [
      'a delivery that waits for no event',
      plugin({ deliveries: [{ name: 'd', on: ['request.complete'], deliver: async () => ({ ok: true }) }] }),
      'd waits for "request.complete", which is not an event',
    ],
    [
      'a delivery that waits for a group of events that there is not',
      plugin({ deliveries: [{ name: 'd', on: ['requests.*'], deliver: async () => ({ ok: true }) }] }),
      'd waits for "requests.*", which is not an event',
    ],
    [
      'a delivery that waits for nonsense',
      plugin({ deliveries: [{ name: 'd', on: ['nonsense'], deliver: async () => ({ ok: true }) }] }),
      'd waits for "nonsense", which is not an event; known: areas.imported',
    ],
    [
      'a delivery that waits for a misspelt event of another record of core',
      plugin({ deliveries: [{ name: 'd', on: ['team.joint'], deliver: async () => ({ ok: true }) }] }),
      'd waits for "team.joint", which is not an event; did you mean team.joined? known: team.formed, team.joined, team.left',
    ],
    [
      'a delivery that waits for a misspelt event of the plugin',
      plugin({ records: [own], deliveries: [{ name: 'd', on: ['place.opend'], deliver: async () => ({ ok: true }) }] }),
      'd waits for "place.opend", which is not an event; did you mean place.opened? known: place.opened',
    ],
    [
      'a delivery that waits for an event of a kind that names none',
      plugin({
        records: [{ ...own, kind: { ...own.kind, events: undefined } }],
        deliveries: [{ name: 'd', on: ['place.opened'], deliver: async () => ({ ok: true }) }],
      }),
      'place.thing should name its events (`events`)',
    ],
    [
      'an event of a plugin that does not begin with its id',
      plugin({ records: [{ ...own, kind: { ...own.kind, events: ['request.opened'] } }] }),
      'plugin place: the event request.opened must begin with "place."',
    ],
    [
      'a record kind that names destinations, which nobody might answer to',
      plugin({ records: [{ ...own, kind: { ...own.kind, deliveries: () => [] } }] }),
      'place.thing has deliveries; put them into the `deliveries` of the plugin',
    ],
    [
      'two deliveries of one name',
      plugin({
        deliveries: [1, 2].map(() => ({ name: 'd', on: ['request.voided'], deliver: async () => ({ ok: true }) })),
      }),
      'd has the name of another channel or delivery (place/d)',
    ],
    [
      'a delivery with the name of a channel',
      {
        channels: [odd({ name: 'place/d' })],
        ...plugin({ deliveries: [{ name: 'd', on: ['request.voided'], deliver: async () => ({ ok: true }) }] }),
      },
      'd has the name of another channel or delivery (place/d)',
    ],
    [
      'a delivery without a way to carry it out',
      plugin({ deliveries: [{ name: 'd', on: [], concurrency: 0, timeout: 0 }] }),
      'd has the concurrency 0',
    ],
    [
      'a condition that two plugins define',
      {
        plugins: ['one', 'two'].map((id) => definePlugin({ id, conditions: { late: () => true }, setup: () => ({}) })),
      },
      'two: conditions.late is defined by the plugin one already',
    ],
    [
      'a measure that is declared twice',
      { evaluation: { measures: [1, 2].map(() => ({ name: 'x', at: () => [] })) } },
      'Two measures are called x',
    ],
    [
      'a measure with a name of core',
      { evaluation: { measures: [{ name: 'completed@accepted', at: () => [] }] } },
      'Two measures are called completed@accepted',
    ],
    [
      'a limit of a clock that no state runs',
      { sla: defineSlaPolicy({ rezolve: { workingDays: 3 } }) },
      'the time limits name "rezolve", a clock that no state runs',
    ],
  ])('%s', (_what, more, said) => {
    expect(made(more)).toThrow(expect.objectContaining({ code: 'configuration' }))
    expect(made(more)).toThrow(said)
  })
})

describe('a question of the wrong form is told so, with the place', () => {
  it('a checkpoint where { checkpoint, lines } is meant, a side there is not, a limit that is no whole number', async () => {
    const huiyin = createHuiyin({ storage: memoryStorage() })
    await huiyin.start()
    const against = (await huiyin.audit.checkpoint({ by: system })) as never
    await expect(huiyin.audit.verify({ by: system, against })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ path: ['against', 'checkpoint'] }],
    })
    const { cases } = await huiyin.evaluation.measure(
      'completionRate',
      { period: monthPeriod('2022-01') },
      { by: system },
    )
    expect(() => cases('numerators' as CaseSide)).toThrow(
      expect.objectContaining({ code: 'invalid-input', issues: [expect.objectContaining({ path: ['side'] })] }),
    )
    await expect(huiyin.deliveries.deadLetters({ limit: 1.5 }, { by: system })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ path: ['query', 'limit'] }],
    })
    // A misspelt `against` must not pass for a comparison.
    await expect(huiyin.audit.verify({ by: system, agains: {} } as never)).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await expect(huiyin.audit.checkpoint({ by: system, sign: 3 } as never)).rejects.toMatchObject({
      issues: [{ path: ['options', 'sign'] }],
    })
    await expect(huiyin.evaluation.recount(null as never)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(huiyin.teams.check({ witin: '370281' } as never, { by: system })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await expect(
      huiyin.evaluation.measure({ name: 'x' } as never, { period: monthPeriod('2022-01') }, { by: system }),
    ).rejects.toThrow(
      'The indicator x has no title { zh, en }; it has no basis { zh, en }; it has no numerator: a list of { measure, weight }',
    )
    await expect(huiyin.deliveries.replay({ id: 'q-1' } as never, { by: system })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await expect(huiyin.tick(Number.NaN)).rejects.toMatchObject({ issues: [{ path: ['now'] }] })
    await expect(huiyin.requests.find({ from: 0.5 }, { by: system })).rejects.toMatchObject({
      issues: [{ path: ['query', 'from'] }],
    })
    expect(() => huiyin.run({ every: 0 })).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ path: ['options', 'every'] })] }),
    )
    await huiyin.stop()
  })
})
