import { describe, expect, it } from 'vitest'
import type { FollowUp, Rating, RequestFacts } from '../../src/request/facts.js'
import { appeal, at, base, counts, done, isCounted } from './counted.js'

describe('a rating', () => {
  const said = (meaning: Rating['meaning'], more: Partial<Rating> = {}): Rating =>
    ({ at: at('2022-01-07 10:00'), meaning, round: 0, ...more }) as Rating
  const all = ['rated', 'satisfied', 'basicallySatisfied', 'dissatisfied', 'unrated', 'ratingAppeal'].map(
    (name) => `${name}@rated`,
  )
  const of = (facts: RequestFacts) => all.filter((name) => isCounted(facts, name)).map((name) => name.split('@')[0])
  const ratedBy = (...ratings: readonly Rating[]): RequestFacts => ({ ...done, ratings })
  const pardoned = { exclusions: ['rating'] as const, appeals: [appeal({ about: 'rating', round: 0 })] }

  it.each(['satisfied', 'basicallySatisfied', 'dissatisfied'] as const)('is what was said last: %s', (meaning) => {
    expect(of(ratedBy(said(meaning)))).toEqual(['rated', meaning])
    expect(of(ratedBy(said('satisfied'), said(meaning), said('unrated')))).toEqual(['rated', meaning])
  })

  it('that was never given is unrated; none is counted before', () => {
    expect(of(ratedBy(said('unrated')))).toEqual(['unrated'])
    expect(of(done)).toEqual([])
  })

  it('falls on its day and on the unit that had answered by then, or whose answer it was about', () => {
    const replies = [
      { at: at('2022-01-05 10:00'), unit: 'water' },
      { at: at('2022-01-08 10:00'), unit: 'town' },
    ] as unknown as RequestFacts['replies']
    const facts = { ...ratedBy(said('satisfied')), replies }
    expect(counts(facts, 'rated@rated')).toEqual({ 'rated@rated': ['water 2022-01-07'] })
    const leading = { request: 'q-2', unit: 'roads' }
    expect(counts(ratedBy(said('satisfied', { leading })), 'rated@rated')).toEqual({
      'rated@rated': ['roads 2022-01-07'],
    })
  })

  it('that an appeal took out of the figures is counted as such, and the request is not one that was rectified', () => {
    const facts: RequestFacts = { ...ratedBy(said('dissatisfied')), ...pardoned }
    expect(of(facts)).toEqual(['ratingAppeal'])
    expect(['ratingAppeal@accepted', 'ratingAppeal@due'].every((name) => isCounted(facts, name))).toBe(true)
    const reworked = {
      ...facts,
      rectifications: [{ round: 1, openedAt: base.submittedAt }] as unknown as RequestFacts['rectifications'],
    }
    expect(['rectified@accepted', 'reworked@due'].filter((name) => isCounted(reworked, name))).toEqual([])
    const merged: RequestFacts = { ...facts, end: 'merged' }
    expect(['ratingAppeal@accepted', 'ratingAppeal@due'].filter((name) => isCounted(merged, name))).toEqual([])
  })

  it('about another round, or another answer, is not the one that was appealed', () => {
    expect(of({ ...ratedBy(said('dissatisfied', { round: 1 })), ...pardoned })).toEqual(['rated', 'dissatisfied'])
    const leading = { request: 'q-2', unit: 'roads' }
    expect(of({ ...ratedBy(said('dissatisfied', { leading })), ...pardoned })).toEqual(['rated', 'dissatisfied'])
    const appeals = [appeal({ about: 'rating', round: 0, leading: 'q-2' })]
    expect(of({ ...ratedBy(said('dissatisfied', { leading })), ...pardoned, appeals })).toEqual(['ratingAppeal'])
  })

  it('that was never given cannot be taken out, though an appeal about a follow-up was granted', () => {
    const appeals = [appeal({ about: 'rating' })]
    expect(of({ ...ratedBy(said('unrated')), exclusions: ['rating'], appeals })).toEqual(['unrated'])
  })

  it('is left out only when the request says so', () => {
    expect(of({ ...ratedBy(said('dissatisfied')), ...pardoned, exclusions: [] })).toEqual(['rated', 'dissatisfied'])
    expect(of({ ...ratedBy(said('dissatisfied')), ...pardoned, exclusions: ['overdue'] })).toEqual([
      'rated',
      'dissatisfied',
    ])
  })
})

describe('a follow-up', () => {
  const call = (more: Partial<FollowUp>): FollowUp => ({ at: at('2022-01-09 10:00'), valid: true, ...more }) as FollowUp
  const all = [
    ...[
      'validFollowUp',
      'contacted@followedUp',
      'solved@followedUp',
      'partlySolved@followedUp',
      'satisfied@followedUp',
    ],
    ...['basicallySatisfied@followedUp', 'ratingAppeal@followedUp', 'invalidFollowUp'],
  ]
  const of = (...followUps: readonly FollowUp[]) => all.filter((name) => isCounted({ ...done, followUps }, name))
  const nobody = call({ valid: false })

  it('counts what was said in the last that reached somebody', () => {
    expect(of(call({ contacted: true, solved: 'solved', satisfied: 'satisfied' }))).toEqual([
      ...['validFollowUp', 'contacted@followedUp', 'solved@followedUp', 'satisfied@followedUp'],
    ])
    expect(
      of(
        call({ contacted: true }),
        call({ contacted: false, solved: 'partlySolved', satisfied: 'basicallySatisfied' }),
        nobody,
      ),
    ).toEqual([...['validFollowUp', 'partlySolved@followedUp', 'basicallySatisfied@followedUp']])
    expect(of(call({ solved: 'unsolved', satisfied: 'dissatisfied' }))).toEqual(['validFollowUp'])
  })

  it('that reached nobody is counted once, on the day of the last, when none reached anybody', () => {
    const later = call({ valid: false, at: at('2022-01-10 10:00') })
    expect(counts({ ...done, followUps: [nobody, later] }, 'invalidFollowUp')).toEqual({
      invalidFollowUp: ['housing 2022-01-10'],
    })
    expect(of(nobody, call({}))).toEqual(['validFollowUp'])
    expect(of()).toEqual([])
  })

  it('falls on the unit that had answered by then', () => {
    const replies = [
      { at: at('2022-01-05 10:00'), unit: 'water' },
      { at: at('2022-01-10 09:00'), unit: 'town' },
    ] as unknown as RequestFacts['replies']
    const facts = { ...done, replies, followUps: [call({})] }
    expect(counts(facts, 'validFollowUp')).toEqual({ validFollowUp: ['water 2022-01-09'] })
    const unreached = { ...facts, followUps: [nobody, call({ valid: false, at: at('2022-01-10 10:00') })] }
    expect(counts(unreached, 'invalidFollowUp')).toEqual({ invalidFollowUp: ['town 2022-01-10'] })
  })

  it('after an appeal about the rating says nothing of satisfaction, and is counted as such', () => {
    const rating = { at: base.submittedAt, meaning: 'dissatisfied', round: 0 } as unknown as Rating
    const facts: RequestFacts = {
      ...{ ...done, ratings: [rating], exclusions: ['rating'], appeals: [appeal({ about: 'rating', round: 0 })] },
      followUps: [call({ solved: 'solved', satisfied: 'satisfied' })],
    }
    expect(all.filter((name) => isCounted(facts, name))).toEqual([
      'validFollowUp',
      'solved@followedUp',
      'ratingAppeal@followedUp',
    ])
    const basically = { ...facts, followUps: [call({ satisfied: 'basicallySatisfied' })] }
    expect(isCounted(basically, 'basicallySatisfied@followedUp')).toBe(false)
  })
})
