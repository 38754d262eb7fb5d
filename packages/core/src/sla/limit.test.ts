import { describe, expect, it } from 'vitest'
import { joinLimits, limitInWords, limitIssues, sumLimits } from './limit.js'

describe('limits', () => {
  it('are added within one unit, and joined where neighbours share it', () => {
    expect(sumLimits([{ workingDays: 3 }, { workingDays: 2 }])).toEqual({ workingDays: 5 })
    expect(sumLimits([{ workingDays: 3 }, { naturalDays: 2 }])).toBeUndefined()
    expect(sumLimits([])).toBeUndefined()
    expect(joinLimits([{ workingDays: 2 }, { workingDays: 1 }, { naturalDays: 7 }])).toEqual([
      { workingDays: 3 },
      { naturalDays: 7 },
    ])
    expect(joinLimits([{ naturalDays: 7 }, { workingDays: 1 }, { workingDays: 2 }])).toEqual([
      { naturalDays: 7 },
      { workingDays: 3 },
    ])
  })

  it('name one unit and a positive amount, whole for days', () => {
    expect(limitIssues({ workingHours: 0.5 }, [])).toEqual([])
    for (const amount of [0, -1, '3', Number.NaN, Number.POSITIVE_INFINITY])
      expect(limitIssues({ workingDays: amount }, ['a'])).toMatchObject([
        { path: ['a', 'workingDays'], message: { en: expect.stringContaining('more than 0') } },
      ])
    expect(limitIssues({ days: 3 }, ['a'])).toMatchObject([
      { path: ['a'], message: { en: expect.stringContaining('exactly one of') } },
    ])
    expect(limitIssues({ workingDays: 1.5 }, [])).toMatchObject([
      { message: { en: expect.stringContaining('whole days') } },
    ])
    expect(limitIssues({ workingDays: 1, naturalDays: 1 }, [])).toHaveLength(1)
    for (const value of [null, undefined, 3, 'day', {}, { days: 3 }, { workingDays: '3' }])
      expect(limitIssues(value, [])).toHaveLength(1)
  })

  it('are written for people', () => {
    expect(limitInWords({ workingDays: 1 })).toEqual({ zh: '1 个工作日', en: '1 working day' })
    expect(limitInWords({ urgentHours: 2.5 })).toEqual({ zh: '2.5 个紧急工作时', en: '2.5 urgent hours' })
  })
})
