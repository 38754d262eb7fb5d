import { guardMeasure } from '../../evaluation/measures/guard-measure.js'
import { createMeasureStart } from '../../evaluation/measures/measure-start.js'
import { measures } from '../../evaluation/measures/measures.js'
import type { Plugin } from '../../plugin/plugin.js'
import { talliedOf } from '../../plugin/record/record-measure.js'
import type { HuiyinOptions } from '../options/options.js'

/** What is counted: by core, by the place, by plugins over requests and over their own records; and the figures that are declared besides core's. */
export function composeMeasures({ evaluation = {} }: HuiyinOptions, plugins: readonly Plugin[]) {
  const declared = [evaluation, ...plugins]
  const ownMeasures = declared.flatMap((each) => each.measures ?? []).map(guardMeasure)
  const definitions = plugins.flatMap((each) => each.records ?? [])
  const ofRecords = definitions.flatMap((each) =>
    (each.measures ?? []).map(({ name }: { readonly name: string }) => name),
  )
  const measureStart = createMeasureStart([...measures, ...ownMeasures], ofRecords)
  return {
    measureStart,
    others: definitions.flatMap((each) => talliedOf(each.kind, each.measures ?? [], measureStart.since)),
    ownIndicators: declared.flatMap((each) => each.indicators ?? []),
  }
}
