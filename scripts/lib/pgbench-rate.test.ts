import { describe, expect, it } from 'vitest'
import { roundsASecond } from '../../bench/parts/pgbench-rate.mjs'

describe('the rate that pgbench prints', () => {
  it('is its transactions a second', () => {
    const printed = [
      'number of transactions actually processed: 5',
      'number of failed transactions: 0 (0.000%)',
      'tps = 4.9 (without initial connection time)',
    ]
    expect(roundsASecond(printed.join('\n'))).toBe(4.9)
  })

  it('is 0 for a round in which a busy machine finished nothing', () => {
    const printed = ['number of transactions actually processed: 0', 'number of failed transactions: 0 (NaN%)']
    expect(roundsASecond(printed.join('\n'))).toBe(0)
  })

  it('is refused when a transaction failed: less was written than said', () => {
    const printed = [
      'number of transactions actually processed: 3',
      'number of failed transactions: 2 (40.000%)',
      'tps = 3 (without initial connection time)',
    ]
    expect(() => roundsASecond(printed.join('\n'))).toThrow('failed transactions: 2')
  })

  it('is refused when nothing is printed', () => {
    expect(() => roundsASecond('')).toThrow('pgbench')
  })
})
