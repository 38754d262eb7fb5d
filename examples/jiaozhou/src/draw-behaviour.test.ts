import { dateOf, instantOf } from '@huiyin/core/calendar'
import { seededRandom } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { behaviour } from './behaviour.ts'
import type { Round } from './behaviour-plan.ts'
import { leaves } from './categories.ts'
import { drawBehaviour } from './draw-behaviour.ts'
import { generateRequests } from './population.ts'
import { rules } from './rules.ts'
import type { SimulatedRequest } from './simulated-request.ts'
import { units } from './units.ts'

const requests = generateRequests(20220507, { count: 4042, from: '2022-01-01', to: '2022-05-07' })
const root = seededRandom(7)
const cases = requests.map((request, index) => ({
  request,
  plan: drawBehaviour(root.fork(`behaviour-${index}`), request),
}))
const share = (predicate: (one: (typeof cases)[number]) => boolean, of = cases) =>
  of.filter(predicate).length / of.length

describe('how people answer', () => {
  it('is the same for the same stream and request', () => {
    const [first] = requests
    if (first === undefined) throw new Error('No requests.')
    expect(drawBehaviour(seededRandom(1), first)).toEqual(drawBehaviour(seededRandom(1), first))
  })

  it('differs from case to case even when all share one stream', () => {
    const shared = seededRandom(1)
    const [first] = requests
    if (first === undefined) throw new Error('No requests.')
    expect(drawBehaviour(shared, first)).not.toEqual(drawBehaviour(shared, first))
  })

  it('refuses a category the catalogue does not know', () => {
    const unknown = { ...requests[0], category: 'housing' } as SimulatedRequest
    expect(() => drawBehaviour(seededRandom(1), unknown)).toThrow(RangeError)
  })

  it('covers every course a case can take', () => {
    const answers = new Set(cases.map(({ plan }) => plan.intake.answer))
    expect(answers).toEqual(new Set(['dispatch', 'onTheSpot', 'decline', 'void', 'merge']))
    for (const course of [
      'coHandling',
      'suspension',
      'extension',
      'urge',
      'withdraw',
      'forceClose',
      'assignee',
      'waiting',
      'homeVisit',
      'reopening',
    ] as const) {
      expect(
        share(({ plan }) => plan[course] !== undefined),
        course,
      ).toBeGreaterThan(0)
    }
    expect(new Set(cases.map(({ plan }) => plan.claim.timeOuts))).toEqual(new Set([0, 1, 2]))
    expect(new Set(cases.map(({ plan }) => plan.wrongRoutes.length))).toEqual(new Set([0, 1, 2]))
    expect(new Set(cases.flatMap(({ plan }) => plan.suspension?.reason ?? []))).toEqual(
      new Set(['heatingSeason', 'groundFrost']),
    )
    expect(new Set(cases.flatMap(({ plan }) => plan.extension?.answer ?? []))).toEqual(new Set(['granted', 'refused']))
  })

  it('leaves some waits without an answer, and some applications ungranted', () => {
    const waits = cases.flatMap(({ plan }) => plan.waiting ?? [])
    expect(new Set(waits.map(({ suppliedAfterHours }) => suppliedAfterHours === undefined))).toEqual(
      new Set([true, false]),
    )
    const asked = cases.flatMap(({ plan }) => (plan.reopening?.asked ? plan.reopening : []))
    expect(new Set(asked.map(({ granted }) => granted))).toEqual(new Set([true, false]))
    expect(cases.some(({ plan }) => plan.reopening?.asked === false)).toBe(true)
    expect(share(({ plan }) => plan.assignee !== undefined)).toBeCloseTo(behaviour.contact.assigned, 1)
  })

  it('asks nothing of workers who report on patrol, and visits none', () => {
    const patrols = cases.filter(({ request }) => request.channel === 'gridPatrol')
    for (const { plan } of patrols)
      for (const step of ['waiting', 'homeVisit', 'reopening'] as const) expect(plan[step]).toBeUndefined()
  })

  it('follows the table, not a hidden one', () => {
    expect(share(({ plan }) => plan.claim.timeOuts > 0)).toBeCloseTo(behaviour.claim.timeOut, 1.5)
    expect(share(({ plan }) => plan.urge !== undefined)).toBeCloseTo(behaviour.handle.urged, 1.5)
    const { miniProgram } = behaviour.rating.given
    const online = cases.filter(({ request }) => request.channel === 'miniProgram')
    expect(share(({ plan }) => plan.rounds[0].rating !== undefined, online)).toBeCloseTo(miniProgram, 1)
  })

  it('takes no negative time and never measures finer than a hundredth of an hour', () => {
    const times = cases.flatMap(({ plan }) => [
      plan.intakeAfterWorkingHours,
      plan.claim.afterWorkingHours,
      ...plan.rounds.flatMap((round) => [round.handleWorkingHours, round.followUp.afterWorkingHours]),
    ])
    expect(times.every((time) => time > 0 && Math.abs(time * 100 - Math.round(time * 100)) < 1e-6)).toBe(true)
  })
})

describe('the desk', () => {
  it('merges only what is the same matter and splits only what is two', () => {
    for (const { request, plan } of cases) {
      if (plan.intake.answer === 'merge') expect(request.sameMatterAs).toBeDefined()
      if (plan.split) expect(request.alsoAbout).toBeDefined()
    }
    expect(cases.some(({ plan }) => plan.split)).toBe(true)
  })

  it('declines nothing that a grid worker saw on the round', () => {
    const patrols = cases.filter(({ request }) => request.channel === 'gridPatrol')
    expect(share(({ plan }) => plan.intake.answer === 'decline', patrols)).toBe(0)
  })

  it('sends a matter the wrong way only to units that no rule of its category names', () => {
    const ids = new Set(units.map(({ id }) => id))
    for (const { request, plan } of cases) {
      const named = rules.flatMap((rule) =>
        rule.category === request.category ? [rule.lead, ...(rule.coHandlers ?? [])] : [],
      )
      for (const { unit } of plan.wrongRoutes) {
        expect(ids).toContain(unit)
        expect(named).not.toContain(unit)
      }
      expect(new Set(plan.wrongRoutes.map(({ unit }) => unit)).size).toBe(plan.wrongRoutes.length)
    }
  })
})

describe('a suspension', () => {
  it('waits for the end of its season, and only in the season', () => {
    for (const { request, plan } of cases) {
      if (plan.suspension === undefined) continue
      const end = plan.suspension.reason === 'heatingSeason' ? '2022-04-06' : '2022-03-10'
      expect(dateOf(plan.suspension.until)).toBe(end)
      expect(request.at).toBeLessThan(instantOf(end))
    }
  })
})

describe('a round', () => {
  const rounds = (number: 0 | 1 | 2) => cases.map(({ plan }) => plan.rounds[number])
  const grades = (list: Round[]) => list.flatMap(({ rating }) => rating?.grade ?? [])

  it('is checked before closing where the category says so, and nowhere else', () => {
    const checked = new Set(leaves.filter(({ preClosingCheck }) => preClosingCheck).map(({ code }) => code))
    for (const { request, plan } of cases) {
      for (const { preClosingCheck } of plan.rounds) {
        expect(preClosingCheck !== undefined).toBe(checked.has(request.category))
      }
    }
  })

  it('is never rated by a grid worker, and by others with a grade from 1 to 5 or not at all', () => {
    for (const { request, plan } of cases) {
      if (request.channel === 'gridPatrol') expect(plan.rounds.every(({ rating }) => rating === undefined)).toBe(true)
    }
    expect(new Set(grades(rounds(0)))).toEqual(new Set([1, 2, 3, 4, 5]))
    expect(share(({ plan }) => plan.rounds[0].rating === undefined)).toBeGreaterThan(0.3)
  })

  it('is liked the better the fuller the reply', () => {
    const mean = (quality: Round['reply']) => {
      const list = grades(rounds(0).filter(({ reply }) => reply === quality))
      return list.reduce((sum: number, grade) => sum + grade, 0) / list.length
    }
    expect(mean('full')).toBeGreaterThan(mean('thin'))
    expect(mean('thin')).toBeGreaterThan(mean('evasive'))
  })

  it('of rectification is shorter than the first and its reply better', () => {
    const time = (list: Round[]) => list.reduce((sum, { handleWorkingHours }) => sum + handleWorkingHours, 0)
    const full = (list: Round[]) => list.filter(({ reply }) => reply === 'full').length
    expect(time(rounds(1))).toBeLessThan(time(rounds(0)))
    expect(full(rounds(2))).toBeGreaterThan(full(rounds(0)))
  })
})

describe('the table', () => {
  it('has a chance between none and certain wherever a chance is meant', () => {
    const { intake, routing, claim, handle, followUp, appeal, demand } = behaviour
    const chances = [
      ...[intake.declined, intake.voided, intake.duplicateSeen, intake.wronglyMerged, intake.splitSeen],
      ...Object.values(intake.onTheSpot),
      ...Object.values(routing.wrong),
      ...[routing.wrongAgain, claim.timeOut, claim.timeOutAgain],
      ...[handle.extension.asked, handle.extension.granted, handle.withdrawn, handle.urged, handle.forceClosed],
      ...Object.values(handle.coHandler.needed),
      ...Object.values(behaviour.reply.checkPassed),
      ...Object.values(behaviour.rating.given).map((given) => given * behaviour.rating.givenWhenDissatisfied),
      ...Object.values(followUp.contacted),
      ...[followUp.reached, followUp.politeness, appeal.made, appeal.upheld],
      ...[demand.returningResident, demand.sameMatter, demand.secondMatter, demand.phoneInText],
    ]
    expect(chances.every((chance) => chance >= 0 && chance < 1)).toBe(true)
  })

  it('names groups, leaves and units that exist', () => {
    const codes = new Set(leaves.flatMap(({ code, parent }) => [code, parent]))
    for (const code of Object.keys(behaviour.handle.medianWorkingHours)) expect(codes).toContain(code)
    for (const { chance } of Object.values(behaviour.suspension.reasons)) {
      for (const code of Object.keys(chance)) expect(codes).toContain(code)
    }
    const ids = new Set(units.map(({ id }) => id))
    for (const unit of Object.values(behaviour.routing.confused).flat()) expect(ids).toContain(unit)
  })
})
