import { describe, expect, it } from 'vitest'
import type { Evaluation } from '../evaluation.js'
import { publicFigures } from './public-figures.js'

const period = { from: '2022-01-01', to: '2022-02-01' }

/** Figures of units with so many matters each, all completed. */
async function shown(matters: Readonly<Record<string, number>>) {
  const all = Object.values(matters).reduce((sum, each) => sum + each, 0)
  const figure = (key: string, count: number) => ({ key, numerator: count, denominator: count, value: 100 })
  const measure = async (_name: string, { by }: { by?: string } = {}) => ({
    figures: by === undefined ? [figure('', all)] : Object.entries(matters).map(([key, count]) => figure(key, count)),
  })
  const { units, others } = await publicFigures({ measure } as unknown as Evaluation, (id) => ({ zh: id, en: id }), {
    period,
  })
  return { named: units.map(({ unit }) => unit.en).sort(), others: others.accepted }
}

describe('what a city shows everybody', () => {
  it('names units with ten matters or more', async () => {
    expect(await shown({ housing: 40, water: 10, gas: 9, post: 4 })).toEqual({
      named: ['housing', 'water'],
      others: 13,
    })
  })

  it('never lets the total less the named units tell of a handful: the smallest named one goes with them', async () => {
    expect(await shown({ housing: 40, water: 12, gas: 1 })).toEqual({ named: ['housing'], others: 13 })
    expect(await shown({ housing: 40, gas: 1 })).toEqual({ named: [], others: 41 })
  })

  it('names all where all have enough', async () => {
    expect(await shown({ housing: 40, water: 12 })).toEqual({ named: ['housing', 'water'], others: 0 })
  })
})
