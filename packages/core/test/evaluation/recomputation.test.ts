import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityAreas, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../src/contracts/storage.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import type { Measured } from '../../src/evaluation/evaluation.js'
import type { CaseSide } from '../../src/evaluation/figures/cases.js'
import { fractionOf, numberOf, plus, zero } from '../../src/evaluation/figures/fraction.js'
import { type Indicator, type RatioIndicator, ratiosOf } from '../../src/evaluation/indicators/declaration.js'
import { indicators } from '../../src/evaluation/indicators/indicators.js'
import type { MeasureOptions } from '../../src/evaluation/query.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { runs } from '../runs.js'

const grids = cityAreas.filter((area) => area.level === 'grid').map((area) => area.code)
const { desk, housing, chief, deputy, resident } = actors

// One request's life: where, what, how it is handled, what the resident says, what becomes of an appeal, how long each step takes.
const life = fc.record({
  area: fc.constantFrom(...grids),
  category: fc.constantFrom('heating', 'works', 'other'),
  channel: fc.constantFrom('hotline', 'grid'),
  // Most are answered, so that histories go deep.
  end: fc.constantFrom(
    ...['replied', 'replied', 'replied', 'replied', 'replied', 'replied', 'replied'],
    ...['reported', 'dispatched', 'withdrawn', 'voided', 'claimed', 'forceClosed'],
  ),
  returned: fc.boolean(),
  grade: fc.constantFrom(undefined, 5, 3, 1),
  extended: fc.boolean(),
  followUp: fc.constantFrom(
    undefined,
    { reached: false },
    { reached: true, contacted: true, solved: 'solved', satisfied: 'satisfied' },
    { reached: true, contacted: true, solved: 'partlySolved', satisfied: 'basicallySatisfied' },
    { reached: true, contacted: true, solved: 'unsolved', satisfied: 'dissatisfied' },
  ),
  again: fc.constantFrom(undefined, 'asked', 'asked', 'refused', 'answered', 'ordered'),
  appeals: fc.subarray(['overdue', 'rating', 'return'] as const),
  hours: fc.tuple(
    fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }) }),
    fc.constantFrom(1, 5, 30, 200),
    fc.constantFrom(1, 30, 200),
    fc.integer({ min: 0, max: 40 }),
  ),
})
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never

async function play(storage: Storage, lives: readonly Life[]) {
  const clock = simulatedClock(Date.parse('2022-01-04T09:00:00+08:00'))
  const huiyin = createHuiyin({ storage, platform: { clock, ids: simulatedIds(3) } })
  await huiyin.start()
  await seedCity(huiyin)
  const { requests } = huiyin
  const wait = async (hours = 0) => {
    clock.advance(hours * 3_600_000)
    await huiyin.tick()
  }
  for (const { area, category, channel, end, grade, extended, followUp, returned, again, appeals, hours } of lives) {
    const submitted = await requests.submit({ area, category, channel, description: '诉求' }, { by: resident })
    if (!submitted.ok) throw new Error(submitted.refusal.code)
    const { id } = submitted.request
    const handler = { by: category === 'other' ? actors.centre : housing }
    if (end === 'voided') await requests.void(id, { reason: '重复' }, { by: desk })
    if (end === 'reported' || end === 'voided') continue
    await requests.dispatch(id, {}, { by: desk })
    if (end === 'withdrawn') await requests.withdraw(id, {}, { by: resident })
    if (end === 'forceClosed') await requests.forceClose(id, { reason: '客观条件' }, { by: chief })
    await wait(hours[0])
    if (returned) {
      await requests.returnBack(id, { reason: '非本单位职责' }, handler)
      await requests.dispatch(id, {}, { by: chief })
    }
    await requests.claim(id, {}, handler)
    if (extended) {
      await requests.requestExtension(id, { by: { workingDays: 1 }, reason: '协调' }, handler)
      await requests.decideExtension(id, { granted: true }, { by: chief })
    }
    await wait(hours[1])
    if (end === 'replied') {
      await requests.reply(id, { text: '已处理' }, handler)
      await requests.check(id, { passed: grade !== 3 }, { by: chief })
      if (grade !== undefined) await requests.rate(id, { grade }, { by: resident })
      await wait(hours[2])
      if (followUp !== undefined) await requests.followUp(id, followUp as { reached: boolean }, { by: chief })
    }
    if (again === 'ordered') await requests.reopen(id, { reason: '抽查' }, { by: desk })
    else if (again !== undefined) await requests.askReopen(id, { reason: '又不热了' }, { by: resident })
    if (again === 'refused' || again === 'answered')
      await requests.decideReopen(id, { granted: again === 'answered', reason: '已核实' }, { by: desk })
    if (again === 'answered') {
      await requests.reply(id, { text: '已重办' }, handler)
      await requests.rate(id, { grade: 4 }, { by: resident })
    }
    for (const about of appeals) {
      const filed = await requests.appeal(id, { about, reason: '不可抗力' }, handler)
      const appeal = filed.ok ? filed.request.appeals.at(-1)?.id : undefined
      if (appeal === undefined) continue
      for (const by of [chief, deputy]) await requests.reviewAppeal(id, { appeal, approve: true }, { by })
    }
    await wait(hours[3])
  }
  return huiyin
}

// Every side of every figure, summed up from the cases it claims to be made of.
async function sidesFromCases(measured: Measured, ratio: RatioIndicator, key: string) {
  const sum = async (side: CaseSide) => {
    let total = zero
    const excluded = new Map<string, number>()
    for await (const { amount, reason } of measured.cases(side, key, ratio.name)) {
      total = plus(total, fractionOf(amount))
      if (reason !== undefined) excluded.set(reason, (excluded.get(reason) ?? 0) + amount)
    }
    return { total: numberOf(total), excluded }
  }
  const [numerator, denominator, { excluded }] = [
    await sum('numerator'),
    await sum('denominator'),
    await sum('excluded'),
  ]
  const reasons = (ratio.exclusions ?? []).map((each) => each.reason).filter((reason) => excluded.has(reason))
  return {
    numerator: numerator.total,
    denominator: denominator.total,
    excluded: reasons.map((reason) => ({ reason, count: excluded.get(reason) })),
  }
}

async function expectFiguresFromCases(
  huiyin: Awaited<ReturnType<typeof play>>,
  indicator: Indicator,
  options: MeasureOptions,
) {
  const measured = await huiyin.evaluation.measure(indicator, options, { by: actors.system })
  for (const ratio of ratiosOf(indicator))
    for (const figure of measured.figures) {
      const part = figure.parts?.find((each) => each.indicator === ratio.name) ?? figure
      expect(
        { numerator: part.numerator, denominator: part.denominator, excluded: part.excluded ?? [] },
        `${ratio.name} of ${figure.key}`,
      ).toEqual(await sidesFromCases(measured, ratio, figure.key))
      expect(part.numerator, ratio.name).toBeLessThanOrEqual(part.denominator)
    }
}

const questions: readonly MeasureOptions[] = [
  { period: { from: '2022-01-01', to: '2023-01-01' } },
  { period: { from: '2022-01-05', to: '2022-01-15' }, by: 'area', level: 'town' },
  { period: { from: '2022-01-01', to: '2022-02-01' }, by: 'area', within: '370281001' },
  { period: { from: '2022-01-01', to: '2023-01-01' }, by: 'unit' },
  { period: { from: '2022-01-08', to: '2022-01-20' }, by: 'day', category: 'heating' },
  { period: { from: '2022-01-01', to: '2023-01-01' }, by: 'channel', unit: 'housing' },
]

describe.each([
  ['memory', () => memoryStorage(), 25],
  ['sqlite', () => sqliteStorage({ path: ':memory:' }), 6],
] as const)('after any lives of requests, on %s', (_name, create, numRuns) => {
  it('every figure of every indicator equals the sum of the cases behind it, however it is grouped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(life, { minLength: 4, maxLength: 14, size: 'max' }), async (lives) => {
        const huiyin = await play(create(), lives)
        for (const indicator of Object.values(indicators))
          for (const options of questions) await expectFiguresFromCases(huiyin, indicator, options)
        expect(await huiyin.evaluation.recount({ by: actors.system })).toMatchObject({
          ok: true,
          faults: [],
          requests: lives.length,
        })
        await huiyin.stop()
      }),
      { numRuns: runs(numRuns) },
    )
  })
})
