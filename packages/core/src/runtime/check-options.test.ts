import { describe, expect, it } from 'vitest'
import type { NotificationChannel } from '../contracts/channel.js'
import type { CaseSide } from '../evaluation/figures/cases.js'
import type { Measure } from '../evaluation/measures/measure.js'
import { monthPeriod } from '../evaluation/period.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { definePlugin } from '../plugin/plugin.js'
import { defaultSlaPolicy, defineSlaPolicy } from '../sla/policy.js'
import { createHuiyin } from './create-huiyin.js'
import type { HuiyinOptions } from './options.js'

const sms: NotificationChannel = {
  contract: 'huiyin.channel/1',
  name: 'sms',
  audience: 'resident',
  send: async () => ({ ok: true }),
}
const best = { grade: 1, zh: '满意', en: 'satisfied', means: 'satisfied' }
const twice = { name: 'twice', grades: [best, best] }
// What a caller without types, or with a wrong configuration file, may hand over.
const odd = (more: object) => ({ ...sms, ...more }) as NotificationChannel
const made = (more: object) => () => createHuiyin({ storage: memoryStorage(), ...more } as HuiyinOptions)

describe('options with which something would be lost without a word are refused', () => {
  it.each([
    ['two channels of one name', { channels: [sms, odd({ audience: 'unit' })] }, 'channels.1 (sms) is there twice'],
    ['a channel that takes the place of core’s own queue', { channels: [odd({ name: 'huiyin' })] }, 'core owes itself'],
    ['a channel without a name', { channels: [odd({ name: '' })] }, 'channels.0 () has no name'],
    ['an audience nobody is', { channels: [odd({ audience: 'residents' })] }, 'has the audience residents'],
    ['a channel that sends none at once', { channels: [odd({ atOnce: 0 })] }, 'sends 0 at once'],
    ['a channel that cannot send', { channels: [odd({ send: undefined })] }, 'has no send'],
    ['a channel of another contract', { channels: [odd({ contract: undefined })] }, 'another contract (undefined)'],
    ['a word for behindDead that is none', { channels: [odd({ behindDead: 'wait' })] }, 'behindDead wait'],
    ['answers kept for no time', { keepAnswers: -1 }, 'keepAnswers is -1'],
    ['answers kept for no number of days', { keepAnswers: Number.NaN }, 'keepAnswers is NaN'],
    ['no command allowed', { mostRunning: 0 }, 'mostRunning is 0'],
    ['less than no cache', { recordCache: -1 }, 'recordCache is -1'],
    ['an option there is none of', { chanels: [sms] }, 'there is no option chanels; known: storage, clock'],
    ['a clock that tells no time', { clock: { time: () => 0 } }, 'clock has no now()'],
    ['a storage that lacks a method', { storage: { ...memoryStorage(), owed: undefined } }, 'storage has no owed()'],
    ['plugins that are no list', { plugins: 3 }, 'plugins is no list'],
    ['a plugin that is none', { plugins: [undefined] }, 'plugins.0 is no plugin'],
    ['a channel that is none', { channels: [null] }, 'channels.0 is no channel'],
    ['a lifecycle that is none', { lifecycle: 'default' }, 'lifecycle is no object'],
    ['limits that are no policy', { sla: { resolve: { workingDays: 3 } } }, 'make it with defineSlaPolicy'],
    ['a clock without a limit', { sla: { ...defaultSlaPolicy, clocks: { claim: {} } } }, 'sla.claim'],
    ['a rule of rating there is none of', { rating: { maxReturn: 3 } }, 'there is no rating.maxReturn; known: scale'],
    ['a count of rating that is none', { rating: { maxReturns: Number.NaN } }, 'rating.maxReturns is NaN'],
    ['a scale without grades', { rating: { scale: { name: 'x', grades: [] } } }, 'rating.scale has no grades'],
    ['a grade that is there twice', { rating: { scale: twice } }, 'rating.scale has the grades 1, 1'],
    ['no storage', { storage: undefined }, 'needs a storage'],
    ['a measure that counts at no instant', { measures: [{ name: 'x' } as Measure] }, 'the measure x does not say'],
  ])('%s', (_what, more, said) => {
    expect(made(more)).toThrow(expect.objectContaining({ code: 'configuration' }))
    expect(made(more)).toThrow(said)
  })

  it('no options at all', () => {
    expect(() => createHuiyin(undefined as unknown as HuiyinOptions)).toThrow('needs a storage')
  })

  it('and those that can be used are used', () => {
    const channels = [sms, odd({ name: 'wechat', atOnce: 3, behindDead: 'block' })]
    expect(made({ channels, keepAnswers: 0.5, mostRunning: 1, recordCache: 0 })).not.toThrow()
  })
})

describe('names that nothing answers to are refused', () => {
  const plugin = (more: object) => ({ plugins: [definePlugin({ id: 'place', setup: () => ({}), ...more })] })
  it.each([
    ['a law on a command there is none of', plugin({ laws: { sumbit: [] } }), 'its law on sumbit: no such command'],
    ['a law that is no list', plugin({ laws: { submit: () => undefined } }), 'laws.submit is no list of functions'],
    ['a permission for no command', plugin({ permissions: { clam: ['unit'] } }), 'permission for clam'],
    ['a permission for a command of core', plugin({ permissions: { withdraw: [] } }), 'withdraw is a command of core'],
    [
      'a delivery that waits for no event',
      plugin({ deliveries: [{ name: 'd', on: ['request.complete'], deliver: async () => ({ ok: true }) }] }),
      'd waits for request.complete: no such event',
    ],
    [
      'a limit of a clock that no state runs',
      { sla: defineSlaPolicy({ rezolve: { workingDays: 3 } }) },
      'a limit for rezolve, a clock that no state runs',
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
    const against = (await huiyin.audit.checkpoint()) as never
    await expect(huiyin.audit.verify({ against })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ path: ['against', 'checkpoint'] }],
    })
    const { cases } = await huiyin.evaluation.measure('completionRate', { period: monthPeriod('2022-01') })
    expect(() => cases('numerators' as CaseSide)).toThrow(
      expect.objectContaining({ code: 'invalid-input', issues: [expect.objectContaining({ path: ['side'] })] }),
    )
    await expect(huiyin.deliveries.dead({ limit: 1.5 })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ path: ['query', 'limit'] }],
    })
    // A misspelt `against` must not pass for a comparison.
    await expect(huiyin.audit.verify({ agains: {} } as never)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(huiyin.audit.checkpoint({ sign: 3 } as never)).rejects.toMatchObject({
      issues: [{ path: ['options', 'sign'] }],
    })
    await expect(huiyin.evaluation.recount(null as never)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(huiyin.teams.check({ witin: '370281' } as never)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(huiyin.evaluation.measure({ name: 'x' } as never, { period: monthPeriod('2022-01') })).rejects.toThrow(
      'The indicator x has no title { zh, en }; it has no basis { zh, en }; it has no numerator: a list of { measure, weight }',
    )
    await expect(huiyin.deliveries.replay({ id: 'q-1' } as never)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(huiyin.tick(Number.NaN)).rejects.toMatchObject({ issues: [{ path: ['now'] }] })
    await expect(huiyin.requests.find({ from: 0.5 })).rejects.toMatchObject({
      issues: [{ path: ['query', 'from'] }],
    })
    expect(() => huiyin.run({ every: 0 })).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ path: ['options', 'every'] })] }),
    )
    await huiyin.stop()
  })
})
