import { dateOf, instantOf } from '@huiyin/core/calendar'
import { seededRandom } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { behaviour } from './behaviour.ts'
import { leaves } from './categories.ts'
import { grids } from './grids.ts'
import { matters } from './matters.ts'
import { drawMoments } from './moments.ts'
import { generateRequests } from './population.ts'
import { hour, weekdayAt } from './shanghai.ts'
import { teams } from './teams.ts'

const spring = { count: 4042, from: '2022-01-01', to: '2022-05-07' }
const requests = generateRequests(20220507, spring)
const { demand } = behaviour
const kindOf = new Map(grids.map(({ code, kind }) => [code, kind]))

describe('the requests of a spring', () => {
  it('are as many as asked for, in the order of their arrival, within the dates', () => {
    expect(requests).toHaveLength(4042)
    expect(requests.map(({ at }) => at)).toEqual(requests.map(({ at }) => at).sort((a, b) => a - b))
    expect(requests.every(({ at }) => at >= instantOf('2022-01-01') && at < instantOf('2022-05-08'))).toBe(true)
    expect(requests.every(({ at }) => Number.isInteger(at))).toBe(true)
  })

  it('are the same for the same seed, and others for another', () => {
    expect(generateRequests(20220507, spring)).toEqual(requests)
    expect(generateRequests(1, spring)).not.toEqual(requests)
  })

  it('arrive when people are awake, talks in the evening of a talk day, patrols in office hours of a working day', () => {
    for (const { at, channel } of requests) {
      const time = (at - instantOf(dateOf(at))) / hour
      expect(time >= 6.5 && time < 23.5).toBe(true)
      if (channel === 'plazaTalk') expect(time >= 18.5 && time < 20.5 && [2, 4, 5].includes(weekdayAt(at))).toBe(true)
      if (channel === 'gridPatrol') expect(time >= 8.5 && time < 17.5).toBe(true)
    }
    const onHolidays = requests.filter(({ at }) => dateOf(at) >= '2022-01-31' && dateOf(at) <= '2022-02-06')
    expect(onHolidays.length).toBeGreaterThan(0)
    expect(onHolidays.some(({ channel }) => channel === 'gridPatrol' || channel === 'plazaTalk')).toBe(false)
  })

  it('come by every channel, from every kind of grid, about every category', () => {
    expect(new Set(requests.map(({ channel }) => channel)).size).toBe(4)
    expect(new Set(requests.map(({ grid }) => kindOf.get(grid)))).toEqual(
      new Set(['residential', 'village', 'business']),
    )
    expect([...new Set(requests.map(({ category }) => category))].sort()).toEqual(leaves.map(({ code }) => code).sort())
  })

  it('are about what there is in such a place and in such a season', () => {
    const column = { residential: 0, village: 1, business: 2 }
    for (const { at, grid, category } of requests) {
      expect(demand.mix[category]?.[column[kindOf.get(grid) ?? 'village']], category).toBeGreaterThan(0)
      if (category === 'heating-cold-home') expect(dateOf(at) < '2022-04-06').toBe(true)
      if (category === 'irrigation') expect(dateOf(at) >= '2022-02-20').toBe(true)
    }
  })

  it('say it in Chinese with every gap filled', () => {
    for (const { description, person } of requests) {
      expect(description + person.address + person.name).not.toMatch(/[{}]|undefined|null/)
      expect(description).toMatch(/[\u4e00-\u9fff]{6}/)
    }
  })

  it('sometimes hold a telephone number in the text, always the own one of who reports', () => {
    const withPhone = requests.filter(({ description }) => description.includes('000-'))
    expect(withPhone.length).toBeGreaterThan(100)
    for (const { description, person } of withPhone) expect(description).toContain(person.phone)
  })
})

describe('who reports', () => {
  const byResidents = requests.filter(({ channel }) => channel !== 'gridPatrol')

  it('is one person under one id, and some people come again', () => {
    const people = new Map<string, Set<string>>()
    for (const { requester, person, grid } of byResidents) {
      expect(requester).toMatch(/^res-\d{6}$/)
      people.set(requester, (people.get(requester) ?? new Set()).add(JSON.stringify([person, grid])))
    }
    expect([...people.values()].every((faces) => faces.size === 1)).toBe(true)
    expect(people.size).toBeLessThan(byResidents.length * 0.95)
    expect(people.size).toBeGreaterThan(byResidents.length * 0.7)
  })

  it('is the full-time worker of the grid on a patrol, who reports only what can be seen on the round', () => {
    const workers = new Map(
      teams.filter(({ employment }) => employment === 'fullTime').map((one) => [one.grid, one.member]),
    )
    const patrols = requests.filter(({ channel }) => channel === 'gridPatrol')
    expect(patrols.length).toBeGreaterThan(300)
    for (const { requester, grid, category } of patrols) {
      expect(requester).toBe(workers.get(grid))
      expect(demand.seenOnPatrol).toContain(category)
    }
  })

  it('has a telephone number that no network can dial and nobody else has', () => {
    const owners = new Map(byResidents.map(({ person, requester }) => [person.phone, requester]))
    expect(owners.size).toBe(new Set(byResidents.map(({ requester }) => requester)).size)
    for (const phone of owners.keys()) expect(phone).toMatch(/^000-2\d{3}-\d{4}$/)
  })
})

describe('a matter reported twice', () => {
  const repeated = requests.filter(({ sameMatterAs }) => sameMatterAs !== undefined)

  it('has the grid and category of the first report, another requester, and came within days', () => {
    expect(repeated.length).toBeGreaterThan(50)
    for (const { at, grid, category, requester, sameMatterAs } of repeated) {
      const first = requests[sameMatterAs ?? -1]
      expect(first).toMatchObject({ grid, category })
      expect(first?.sameMatterAs).toBeUndefined()
      expect(first?.requester).not.toBe(requester)
      expect(at - (first?.at ?? 0)).toBeLessThanOrEqual(demand.sameMatterWithinHours * hour)
    }
  })

  it('names the same spot, so that a person can see that it is the same', () => {
    for (const { description, sameMatterAs } of repeated) {
      const first = requests[sameMatterAs ?? -1]?.description.replace('网格巡查发现：', '') ?? ''
      expect(description).toContain(first.slice(0, 12))
    }
  })
})

describe('two matters in one report', () => {
  it('are of two categories, and both are in the text', () => {
    const double = requests.filter(({ alsoAbout }) => alsoAbout !== undefined)
    expect(double.length).toBeGreaterThan(50)
    for (const { category, alsoAbout, description } of double) {
      expect(alsoAbout).not.toBe(category)
      expect(description).toContain('另外，')
    }
  })
})

describe('the tables', () => {
  it('know every leaf of the catalogue and nothing else', () => {
    const codes = leaves.map(({ code }) => code).sort()
    expect(Object.keys(demand.mix).sort()).toEqual(codes)
    expect(Object.keys(matters).sort()).toEqual(codes)
    const named = [...Object.keys(demand.seasons), ...demand.seenOnPatrol, ...demand.sharedMatters, ...demand.questions]
    for (const code of named) expect(codes).toContain(code)
  })

  it('put talks on the plaza into the warm months', () => {
    const moments = drawMoments(seededRandom(1), 20_000, '2022-01-01', '2022-05-07')
    const share = (part: typeof moments) => part.filter(({ channel }) => channel === 'plazaTalk').length / part.length
    const warm = moments.filter(({ at }) => at >= instantOf('2022-03-15'))
    const cold = moments.filter(({ at }) => at < instantOf('2022-03-15'))
    expect(share(warm)).toBeGreaterThan(2 * share(cold))
  })
})
