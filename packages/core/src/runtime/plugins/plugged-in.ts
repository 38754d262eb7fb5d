import type { HuiyinOptions } from '../options/options.js'

/** The channels, sinks and sources of a place, and behind them those that its plugins bring. */
export function pluggedIn({ channels = [], sinks = [], sources = [], plugins = [] }: HuiyinOptions) {
  return {
    channels: [...channels, ...plugins.flatMap((each) => each.channels ?? [])],
    sinks: [...sinks, ...plugins.flatMap((each) => each.sinks ?? [])],
    sources: [...sources, ...plugins.flatMap((each) => each.sources ?? [])],
  }
}
