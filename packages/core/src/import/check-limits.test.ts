import { describe, expect, it } from 'vitest'
import { type LimitedText, limits } from '../contracts/limits.js'
import type { Change } from '../contracts/rows.js'
import { InvalidInputError } from '../errors.js'
import { checkLimits } from './check-limits.js'

/** A change whose keys and names are so many characters longer than allowed; a rare character is one. */
function changeOf(more: number): Change {
  const text = (kind: LimitedText) => '𠮷'.repeat(limits[kind] + more)
  const member = text('member')
  return {
    ...{ bucket: 1, type: text('type'), id: text('id'), expectedVersion: 0, version: 1, head: '', body: '{}', at: 1 },
    index: {
      ...{ status: member, unit: member, category: member, channel: member, requester: member },
      ...{
        open: true,
        createdAt: 1,
        areaPath: text('areaPath'),
        owner: member,
        flags: [],
        number: member,
        desks: [text('desk')],
      },
    },
    events: [],
    deadlines: { put: [{ name: text('deadline'), at: 1 }], drop: [] },
    deliveries: [{ event: 1, destination: text('destination'), payload: 'x'.repeat(9999), at: 1 }],
    vault: {
      put: [{ ref: text('ref'), subject: text('ref'), field: text('ref'), value: 'x'.repeat(8000), salt: '' }],
      erase: [],
    },
    tallies: [
      {
        ...{ measure: text('measure'), day: '2022-01-04', areaPath: text('areaPath'), delta: 1 },
        ...{ unit: member, category: member, channel: member },
      },
    ],
    command: { key: text('key'), fingerprint: 'f', version: 1, events: 1, at: 1 },
  }
}

describe('keys and names of a change', () => {
  it('may be as long as the limits say, in characters as people count them', () => {
    expect(() => checkLimits(changeOf(0))).not.toThrow()
  })

  it('are refused when they are longer, each with its place', () => {
    const issues = () => {
      try {
        checkLimits(changeOf(1))
      } catch (error) {
        return (error as InvalidInputError).issues
      }
      return []
    }
    expect(() => checkLimits(changeOf(1))).toThrow(InvalidInputError)
    expect(issues().map(({ code, path, params }) => `${code} ${path.join('.')} ${params.max}`)).toEqual([
      'too-long type 64',
      'too-long id 64',
      ...['status', 'unit', 'category', 'channel', 'requester', 'owner', 'number'].map(
        (name) => `too-long index.${name} 64`,
      ),
      'too-long index.areaPath 255',
      'too-long index.desks.0 100',
      'too-long deadlines.0.name 128',
      'too-long deliveries.0.destination 128',
      ...['ref', 'subject', 'field'].map((name) => `too-long vault.0.${name} 64`),
      'too-long tallies.0.measure 128',
      'too-long tallies.0.areaPath 255',
      ...['unit', 'category', 'channel'].map((name) => `too-long tallies.0.${name} 64`),
      'too-long command.key 255',
    ])
  })
})
