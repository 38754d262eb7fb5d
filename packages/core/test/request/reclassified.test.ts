import { at, dispatcher, handler, handling, resident, sealed, supervisor, system } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { toldToResident } from '../../src/request/views/steps.js'

/** Five working days: due 11 January. */
const works = (start = '2022-01-04 10:00') => handling(start).do(dispatcher, 'reclassify', { category: 'works' })
type Walk = ReturnType<typeof works>
const reclassified = (walk: Walk, category: string) => {
  const decision = walk.decide(dispatcher, { name: 'reclassify', input: { category } })
  if ('refusal' in decision) throw new Error(decision.refusal.code)
  const [event] = decision.events
  walk.do(dispatcher, 'reclassify', { category })
  return event as never as Parameters<typeof toldToResident>[0]
}
const nobody = () => ({ zh: '', en: '' })
const names = { unit: nobody, area: nobody, pauseReason: nobody }

describe('a category with a shorter limit', () => {
  it('counts from the start while that leaves time', () => {
    const walk = works().at('2022-01-06 10:00')
    const event = reclassified(walk, 'heating')
    expect(walk.facts.clocks.resolve).toMatchObject({ dueDate: '2022-01-07', limit: { workingDays: 3 } })
    expect(toldToResident(event, names)?.zh).toBe('已变更分类，办理时限改为2022年1月7日（星期五）24:00 前')
  })

  it('never moves the deadline into the past, and never gives more time than there was', () => {
    const walk = works().at('2022-01-10 10:00')
    const event = reclassified(walk, 'heating')
    expect(walk.facts.clocks.resolve).toMatchObject({ dueDate: '2022-01-11', limit: { workingDays: 5 } })
    expect(walk.facts.breaches).toBeUndefined()
    expect(toldToResident(event, names)?.zh).toBe('已变更分类')
  })

  it('is counted from the change where that is the earlier end', () => {
    const long = { responsibilities: limits({ works: 20 }) }
    const walk = handling('2022-01-04 10:00').do(dispatcher, 'reclassify', { category: 'works' }, long)
    walk.at('2022-01-14 10:00').do(dispatcher, 'reclassify', { category: 'heating' }, long)
    expect(walk.facts.clocks.resolve).toMatchObject({
      startedAt: at('2022-01-04 10:00'),
      countedFrom: at('2022-01-14 10:00'),
      dueDate: '2022-01-19',
    })
    // And back: the longer limit counts from the start again, nothing was renewed.
    walk.do(dispatcher, 'reclassify', { category: 'works' }, long)
    expect(walk.facts.clocks.resolve).toMatchObject({ dueDate: '2022-01-30' })
    expect(walk.facts.clocks.resolve).not.toHaveProperty('countedFrom')
  })

  it('of a request that is late changes nothing about that, noticed or not', () => {
    const walk = works().at('2022-01-12 10:00')
    for (const category of ['heating', 'works']) {
      reclassified(walk, category)
      expect(walk.facts.clocks.resolve).toMatchObject({ dueDate: '2022-01-11', limit: { workingDays: 5 } })
    }
  })
})

describe('a category is corrected where practice needs it', () => {
  it('while suspended: the limit changes, what is left is counted from the resumption', () => {
    const walk = works().at('2022-01-05 10:00').do(handler, 'suspend', { reasonCode: 'season' })
    walk.at('2022-01-20 10:00').do(dispatcher, 'reclassify', { category: 'heating' })
    expect(walk.facts.clocks.resolve).toMatchObject({ limit: { workingDays: 3 }, pausedAt: at('2022-01-05 10:00') })
    expect(walk.do(handler, 'resume', {}).facts.clocks.resolve).toMatchObject({ dueDate: '2022-01-24' })
  })

  it('while suspended with the shorter limit used up: it is counted from where the clock stands', () => {
    const walk = handling('2022-01-04 10:00').do(dispatcher, 'reclassify', { category: 'works' })
    walk.at('2022-01-10 10:00').do(handler, 'suspend', { reasonCode: 'season' })
    walk.at('2022-01-20 10:00').do(dispatcher, 'reclassify', { category: 'heating' })
    const { resolve } = walk.do(handler, 'resume', {}).facts.clocks
    expect(resolve?.dueAt).toBeGreaterThan(walk.now)
    expect(resolve).toMatchObject({ dueDate: '2022-01-21', limit: { workingDays: 5 } })
  })

  it('while a suspension is over that nobody looked at: the deadline does not come to lie in the past', () => {
    const walk = handling('2022-01-04 10:00').do(handler, 'suspend', { reasonCode: 'season' })
    walk.do(dispatcher, 'reclassify', { category: 'works' })
    const { dueAt = 0 } = walk.facts.clocks.suspension ?? {}
    expect(dueAt).toBe(at('2022-02-08 00:00'))
    // It went on from 8 February; five days after that end on 15 February, three would have on 11 February.
    walk.at('2022-02-14 10:00').do(dispatcher, 'reclassify', { category: 'heating' })
    const { resolve } = walk.do(system, 'expire', { clock: 'suspension' }).facts.clocks
    expect(resolve).toMatchObject({ dueDate: '2022-02-15' })
  })

  it('while checked, waiting for the rating or rectifying: what was kept or missed is not judged again', () => {
    const walk = works().at('2022-01-10 10:00').do(handler, 'reply', { text: sealed })
    const kept = walk.facts.clocks.resolve
    expect(walk.facts.status).toBe('checking')
    walk.do(dispatcher, 'reclassify', { category: 'heating' }).do(dispatcher, 'check', { passed: true })
    expect(walk.facts.status).toBe('awaitingRating')
    walk.do(dispatcher, 'reclassify', { category: 'works' }).do(resident, 'rate', { grade: 1 })
    expect(walk.facts.status).toBe('rectifying')
    const rectify = walk.facts.clocks.rectify
    walk.do(supervisor, 'reclassify', { category: 'heating' })
    expect(walk.facts).toMatchObject({ category: 'heating', preClosingCheck: false })
    expect(walk.facts.clocks.resolve).toEqual(kept)
    expect(walk.facts.clocks.rectify).toEqual(rectify)
  })
})

function limits(byCategory: Readonly<Record<string, number>>) {
  return {
    hasUnit: () => true,
    category: () => ({ preClosingCheck: false }),
    resolve: (category: string) => ({
      lead: 'housing',
      coHandlers: [],
      rule: category,
      why: { zh: '测试', en: 'test' },
      ...(byCategory[category] !== undefined && { limit: { workingDays: byCategory[category] } }),
    }),
  }
}
