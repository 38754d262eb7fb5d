import { describe, expect, it } from 'vitest'
import { checkTeam, type TeamPattern } from './pattern.js'
import type { Membership } from './team.js'

const from = '2024-01-01'
const lead: Membership = { member: 'lead', role: 'gridLead', from }
const worker: Membership = { member: 'worker', role: 'gridWorker', employment: 'fullTime', from }
const adviser: Membership = { member: 'adviser', role: 'gridAdviser', from }
const missing = (memberships: readonly Membership[], date = '2024-06-01', pattern?: TeamPattern) => {
  const check = checkTeam({ memberships }, date, pattern)
  return check.complete ? [] : check.missing.map(({ code }) => code)
}

describe('a 1+1+N team', () => {
  it('is complete with a lead, a full-time worker and one more person', () => {
    expect(missing([lead, worker, adviser])).toEqual([])
    expect(missing([lead, worker, { ...worker, member: 'second' }])).toEqual([])
  })

  it('lacks everything when there is nobody', () => {
    expect(missing([])).toEqual(['gridLead', 'fullTimeGridWorker', 'others'])
    expect(checkTeam(undefined, '2024-06-01').complete).toBe(false)
  })

  it('does not take a part-time worker for the full-time one', () => {
    expect(missing([lead, { ...worker, employment: 'partTime' }, adviser])).toEqual(['fullTimeGridWorker'])
  })

  it('does not take one person for two', () => {
    expect(missing([lead, { ...worker, member: 'lead' }, adviser])).toEqual(['fullTimeGridWorker'])
    expect(missing([lead, worker, { ...adviser, member: 'worker' }])).toEqual(['others'])
  })

  it('has one lead, not two', () => {
    expect(missing([lead, { ...lead, member: 'rival' }, worker, adviser])).toEqual(['singleGridLead'])
  })

  it('counts those in service on the day: the first day in, the last day out', () => {
    const leaving = { ...adviser, to: '2024-06-01' }
    expect(missing([lead, worker, leaving], '2024-05-31')).toEqual([])
    expect(missing([lead, worker, leaving], '2024-06-01')).toEqual(['others'])
    expect(missing([lead, worker, adviser], '2023-12-31')).toHaveLength(3)
  })

  it('can be another pattern where a place has its own', () => {
    const pair: TeamPattern = {
      name: 'pair',
      gaps: (serving) =>
        serving.length >= 2 ? [] : [{ code: 'pair', message: { zh: '不足两人', en: 'Fewer than two' } }],
    }
    expect(missing([lead, adviser], '2024-06-01', pair)).toEqual([])
    expect(missing([lead], '2024-06-01', pair)).toEqual(['pair'])
  })
})
