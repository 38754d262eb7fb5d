import { describe, expect, it } from 'vitest'
import { excluding, groups, leftOut, readArguments } from './groups.mjs'

describe('groups of tests', () => {
  it('are taken out of the command line, with the length; what is left is for the test runner', () => {
    const read = { without: ['servers', 'browser'], long: true, rest: ['kill', '-t', 'lost'] }
    expect(readArguments(['kill', '--without', 'servers,browser', '--long', '-t', 'lost'])).toEqual(read)
    expect(readArguments(['--without=browser']).without).toEqual(['browser'])
    expect(readArguments([])).toEqual({ without: [], long: false, rest: [] })
  })

  it.each([['network'], ['servers,'], ['toString']])('are refused when nobody knows them: %s', (group) => {
    expect(() => readArguments(['--without', group])).toThrow(/There is no group .* There are: servers, browser/)
    expect(() => readArguments(['--without'])).toThrow(/There is no group/)
  })

  it('that are left out are named with what they need and the tests that were not run', () => {
    expect(excluding(['servers'])).toEqual(['--exclude', '**/*.servers.test.ts'])
    const [line] = leftOut(['servers'])
    expect(line).toContain(groups.servers)
    expect(line).toContain('power.servers.test.ts')
    expect(leftOut([])).toEqual([])
  })
})
