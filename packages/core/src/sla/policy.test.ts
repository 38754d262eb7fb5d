import { describe, expect, it } from 'vitest'
import { InvalidInputError } from '../errors.js'
import { defaultSlaPolicy, defineSlaPolicy } from './policy.js'

describe('the default policy', () => {
  it('is that of the reference city', () => {
    const within = Object.fromEntries(
      Object.entries(defaultSlaPolicy.clocks).map(([name, clock]) => [name, clock.within]),
    )
    expect(within).toEqual({
      dispatch: { workingHours: 4 },
      claim: { workingHours: 4 },
      resolve: { workingDays: 3 },
      check: { workingDays: 1 },
      rate: { naturalDays: 7 },
      rectify: { workingDays: 3 },
      coHandle: { workingDays: 2 },
      suspension: { naturalDays: 30 },
      extensionDecision: { workingDays: 1 },
      reopenDecision: { workingDays: 3 },
      appealReview: { workingDays: 5 },
    })
    expect(defaultSlaPolicy.clocks.resolve?.warnings).toEqual([{ before: { workingDays: 1 } }])
    expect(defaultSlaPolicy).toMatchObject({
      maxExtension: { workingDays: 10 },
      escalateEvery: { workingDays: 2 },
    })
  })
})

describe('a policy of a place', () => {
  it('replaces the clocks it names and keeps the others', () => {
    const policy = defineSlaPolicy({
      claim: { workingHours: 2 },
      resolve: { within: { workingDays: 5 }, cutoff: 'close-of-business' },
    })
    expect(policy.clocks.claim?.within).toEqual({ workingHours: 2 })
    expect(policy.clocks.resolve).toMatchObject({ within: { workingDays: 5 }, cutoff: 'close-of-business' })
    expect(policy.clocks.rate?.within).toEqual({ naturalDays: 7 })
  })

  it('can mix natural and working units and name its own clocks', () => {
    const policy = defineSlaPolicy({ urgent: { urgentHours: 2 }, resolve: { naturalDays: 15 } })
    expect(policy.clocks.urgent?.within).toEqual({ urgentHours: 2 })
    expect(policy.clocks.resolve?.within).toEqual({ naturalDays: 15 })
  })

  it('hands its warnings, cut-off and start-day rule to the clocks that name none', () => {
    const policy = defineSlaPolicy({
      warnings: [{ before: { workingDays: 2 } }],
      cutoff: 'close-of-business',
      startDay: 'same-day',
      lastDay: 'any-day',
      check: { within: { workingDays: 1 }, startDay: 'next-day' },
    })
    expect(policy.clocks.resolve).toMatchObject({
      cutoff: 'close-of-business',
      startDay: 'same-day',
      lastDay: 'any-day',
    })
    expect(policy.clocks.check?.startDay).toBe('next-day')
    expect(policy.clocks.rectify?.warnings).toEqual([{ before: { workingDays: 2 } }])
    expect(policy.clocks.resolve?.warnings).toEqual([{ before: { workingDays: 2 } }])
    expect(policy.clocks.rate?.warnings).toBeUndefined()
  })

  it('warns of resolving by default only where the place has not set that limit itself', () => {
    expect(defineSlaPolicy({ resolve: { workingDays: 5 } }).clocks.resolve?.warnings).toBeUndefined()
    expect(defineSlaPolicy({ resolve: undefined } as never).clocks.resolve).toEqual(defaultSlaPolicy.clocks.resolve)
    const own = [{ before: { workingHours: 4 } }]
    const policy = defineSlaPolicy({
      warnings: [{ before: { workingDays: 2 } }],
      resolve: { within: { workingDays: 5 }, warnings: own },
      rectify: { workingDays: 1 },
      claim: { within: { workingHours: 2 }, warnings: own },
    })
    expect(policy.clocks.resolve?.warnings).toEqual(own)
    expect(policy.clocks.rectify?.warnings).toEqual([{ before: { workingDays: 2 } }])
    expect(policy.clocks.claim?.warnings).toEqual(own)
    expect(policy.clocks.check).not.toHaveProperty('warnings')
  })

  it('lets a clock differ from the policy in its last day and its cap', () => {
    const policy = defineSlaPolicy({
      lastDay: 'any-day',
      rate: { within: { naturalDays: 7 }, lastDay: 'working-day', maxExtension: { naturalDays: 3 } },
    })
    expect(policy.clocks.rate).not.toHaveProperty('lastDay')
    expect(policy.clocks.rate?.maxExtension).toEqual({ naturalDays: 3 })
    expect(policy.clocks.suspension).toMatchObject({ lastDay: 'any-day' })
    expect(policy.clocks.suspension).not.toHaveProperty('maxExtension')
  })

  it('keeps what it says of split requests and of cards only where that is not the default', () => {
    expect(defineSlaPolicy({ splitLimit: 'fresh', cards: 'urgent-at-once' })).toMatchObject({
      splitLimit: 'fresh',
      cards: 'urgent-at-once',
    })
    expect(defineSlaPolicy({ splitLimit: 'inherit', cards: 'office-hours' })).toEqual(defaultSlaPolicy)
  })

  it('replaces the reasons for a pause, the cap and the time between escalations', () => {
    const reason = { code: 'flood', zh: '汛期', en: 'flood' }
    expect(
      defineSlaPolicy({
        pauseReasons: [reason],
        maxExtension: { naturalDays: 5 },
        escalateEvery: { workingHours: 8 },
      }),
    ).toMatchObject({
      pauseReasons: [reason],
      maxExtension: { naturalDays: 5 },
      escalateEvery: { workingHours: 8 },
    })
    expect(defaultSlaPolicy.pauseReasons.map(({ code }) => code)).toContain('inspection')
  })

  it('has a version that changes with its content, unless it names one', () => {
    expect(defineSlaPolicy().version).toBe(defaultSlaPolicy.version)
    expect(defineSlaPolicy({ claim: { workingHours: 2 } }).version).not.toBe(defaultSlaPolicy.version)
    expect(defineSlaPolicy({ version: 'laixi-2022' }).version).toBe('laixi-2022')
  })

  it.each([
    [{ claim: { workingDays: 0 } }, 'claim.workingDays'],
    [{ claim: { within: { workingDays: 2.5 } } }, 'claim.within.workingDays'],
    [{ claim: { within: { workingDays: 2 }, cutof: 'end-of-day' } }, 'claim.cutof'],
    [{ resolve: { within: { workingDays: 2 }, cutoff: 'noon' } }, 'resolve.cutoff'],
    [{ resolve: { within: { workingDays: 2 }, maxExtension: { workingDays: 0 } } }, 'resolve.maxExtension.workingDays'],
    [{ resolve: { within: { workingDays: 2 }, warnings: [{ before: 1 }] } }, 'resolve.warnings.0.before'],
    [{ startDay: 'tomorrow' }, 'startDay'],
    [{ lastDay: 'friday' }, 'lastDay'],
    [{ splitLimit: 'renew' }, 'splitLimit'],
    [{ cards: 'never' }, 'cards'],
    [{ maxExtension: { workingDays: 1.5 } }, 'maxExtension.workingDays'],
    [{ warnings: { before: { workingDays: 1 } } }, 'warnings'],
    [{ warnings: [null] }, 'warnings.0.before'],
    [{ pauseReasons: { code: 'a', zh: '甲', en: 'a' } }, 'pauseReasons'],
    [{ pauseReasons: [{ code: 'a', zh: '甲', en: 'a' }, null] }, 'pauseReasons.1'],
    [{ pauseReasons: [{ code: 1, zh: '甲', en: 'a' }] }, 'pauseReasons.0'],
    [{ pauseReasons: [{ code: 'a', zh: 1, en: 'a' }] }, 'pauseReasons.0'],
    [{ pauseReasons: [{ code: 'a', zh: '甲', en: 'a', waitsFor: 'unit' }] }, 'pauseReasons.0.waitsFor'],
    [{ pauseReasons: [{ code: 'a', zh: '甲', en: 1 }] }, 'pauseReasons.0'],
    [{ claim: null }, 'claim'],
    [{ claim: 4 }, 'claim'],
    [{ escalateEvery: {} }, 'escalateEvery'],
    [
      {
        pauseReasons: [
          { code: 'a', zh: '甲', en: 'a' },
          { code: 'a', zh: '乙', en: 'b' },
        ],
      },
      'pauseReasons.1.code',
    ],
    [{ pauseReasons: [{ code: 'a' }] }, 'pauseReasons.0'],
    [{ somethingElse: 3 }, 'somethingElse'],
  ])('is refused with the path of what is wrong: %j', (input, path) => {
    expect(() => defineSlaPolicy(input as never)).toThrow(`at ${path}:`)
  })

  it.each([null, 3])('is refused where it is no object: %j', (input) => {
    expect(() => defineSlaPolicy(input as never)).toThrow(InvalidInputError)
  })
})
