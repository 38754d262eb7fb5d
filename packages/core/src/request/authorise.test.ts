import { at, contextAt, dispatcher, resident, scenario, sealed } from '@huiyin/testkit/scenario'
import { expect, it } from 'vitest'
import { decide } from './decide/index.js'

it('nobody but the system says of a request that it is a part of another', () => {
  const input = {
    channel: 'app',
    category: 'heating',
    area: '370281001',
    description: sealed,
    person: {},
    splitFrom: 'q-0',
  }
  const now = at('2022-01-04 10:00')
  expect(decide(undefined, { name: 'submit', input }, contextAt(now, resident))).toMatchObject({
    refusal: { code: 'not-permitted' },
  })
})
it('a desk merges requests only into one it may dispatch itself', () => {
  const other = { ...scenario().facts, id: 'q-2', area: '370282' }
  const town = { ...dispatcher, grants: [{ role: 'dispatcher', area: '370281001' }] }
  expect(scenario().refusal(town, 'merge', { into: 'q-2' }, { other })).toBe('not-permitted')
})
