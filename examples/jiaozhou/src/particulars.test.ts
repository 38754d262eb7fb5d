import { describe, expect, it } from 'vitest'
import { behaviour } from './behaviour.ts'
import { fields } from './fields.ts'
import { particularsOf } from './particulars.ts'
import { generateRequests } from './population.ts'

const requests = generateRequests(20220507, { count: 4042, from: '2022-01-01', to: '2022-05-07' })
const cases = requests.map((request, place) => ({ request, ...particularsOf(7, request, place) }))

describe('what a report brings besides words', () => {
  it('is the same for the same seed, whatever was drawn before', () => {
    const last = requests.at(-1)
    if (last === undefined) throw new Error('No requests.')
    expect(particularsOf(7, last, requests.length - 1)).toEqual({
      place: cases.at(-1)?.place,
      fields: cases.at(-1)?.fields,
    })
  })

  it('has points where a device gives one, in the datum of that device', () => {
    const datums = (channel: string) =>
      new Set(cases.flatMap(({ request, place }) => (request.channel === channel ? (place?.point?.datum ?? []) : [])))
    expect(datums('miniProgram')).toEqual(new Set(['GCJ-02']))
    expect(datums('gridPatrol')).toEqual(new Set(['CGCS2000']))
    expect(datums('hotline')).toEqual(new Set())
  })

  it('puts what is in one grid close together', () => {
    const points = new Map<string, { readonly lon: number; readonly lat: number }>()
    for (const { request, place } of cases) {
      if (place?.point === undefined) continue
      const first = points.get(request.grid) ?? place.point
      points.set(request.grid, first)
      expect(Math.abs(first.lon - place.point.lon)).toBeLessThanOrEqual(0.010_001)
      expect(Math.abs(first.lat - place.point.lat)).toBeLessThanOrEqual(0.010_001)
    }
  })

  it('says nothing of where a question is', () => {
    const asked = cases.filter(({ request }) => behaviour.demand.questions.includes(request.category))
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.every(({ place }) => place === undefined)).toBe(true)
  })

  it('fills what the category asks for, and nothing else', () => {
    const filled = cases.filter((each) => each.fields !== undefined)
    expect(new Set(filled.map(({ request }) => request.category))).toEqual(new Set(Object.keys(fields)))
    for (const { request, fields: given } of filled)
      expect(Object.keys(given ?? {})).toEqual(Object.keys(fields[request.category] ?? {}))
  })
})
