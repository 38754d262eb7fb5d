import { describe, expect, it } from 'vitest'
import type { Evaluation } from '../evaluation.js'
import { publicFigures } from './public-figures.js'

const period = { from: '2022-01-01', to: '2022-02-01' }

const figure = (key: string, count: number) => ({ key, numerator: count, denominator: count, value: 100 })
const reader = { by: { id: 'system', kind: 'system', grants: [] } } as const
const nameOf = (id: string) => ({ zh: id, en: id })

/** Figures of units with so many matters each, all completed. */
async function shown(matters: Readonly<Record<string, number>>) {
  const all = Object.values(matters).reduce((sum, each) => sum + each, 0)
  const measure = async (_name: string, { by }: { by?: string } = {}) => ({
    figures: by === undefined ? [figure('', all)] : Object.entries(matters).map(([key, count]) => figure(key, count)),
  })
  const { units, others } = await publicFigures({ measure } as unknown as Evaluation, nameOf, { period }, reader)
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

  it('takes no more with it than it must', async () => {
    expect(await shown({ housing: 40, water: 12, gas: 11, post: 9 })).toEqual({
      named: ['housing', 'water'],
      others: 20,
    })
    expect(await shown({ housing: 40, water: 12, gas: 10, post: 10 })).toMatchObject({ others: 0 })
    expect(await shown({ housing: 40, water: 12, gas: 6, post: 4 })).toEqual({
      named: ['housing', 'water'],
      others: 10,
    })
  })

  it('names all where all have enough, and takes no unit away for one with nothing to count', async () => {
    expect(await shown({ housing: 40, water: 12 })).toEqual({ named: ['housing', 'water'], others: 0 })
    expect(await shown({ housing: 40, water: 12, gas: 0 })).toEqual({ named: ['housing', 'water'], others: 0 })
  })

  it('shows what no unit has yet among the others, however much it is', async () => {
    expect(await shown({ '': 25, housing: 40, water: 12 })).toEqual({ named: ['housing', 'water'], others: 25 })
    expect(await shown({ '': 3, housing: 40, water: 12 })).toEqual({ named: ['housing'], others: 15 })
  })

  it('lists units in the order of their ids, whatever their size', async () => {
    const evaluation = {
      measure: async () => ({ figures: [figure('gas', 30), figure('post', 12), figure('tax', 20)] }),
    }
    const { units } = await publicFigures(evaluation as unknown as Evaluation, nameOf, { period }, reader)
    expect(units.map(({ unit }) => unit.en)).toEqual(['gas', 'post', 'tax'])
  })

  it('has the rates that have a value, and no others', async () => {
    const of = (figures: readonly object[]) =>
      publicFigures({ measure: async () => ({ figures }) } as never, nameOf, { period }, reader)
    expect(await of([])).toEqual({
      period,
      accepted: 0,
      completed: 0,
      units: [],
      others: { accepted: 0, completed: 0 },
    })
    expect(await of([{ key: 'gas', numerator: 6, denominator: 12, value: 50 }])).toMatchObject({
      completionRate: 50,
      onTimeRate: 50,
      satisfactionRate: 50,
      units: [{ accepted: 12, completed: 6 }],
    })
  })
})
