import type { Facet, Runner } from './kit.js'

/** One test of the runner for each test of the facets, each with what `create` makes for it alone. */
export function runFacets<Under extends { readonly cleanup: () => Promise<void> }>(
  runner: Runner,
  create: () => Promise<Under>,
  facets: readonly Facet<Under>[],
): void {
  for (const facet of facets) {
    runner.describe(facet.name, () => {
      for (const [name, body] of facet.tests) {
        runner.it(name, async () => {
          const under = await create()
          try {
            await body(under)
          } finally {
            await under.cleanup()
          }
        })
      }
    })
  }
}
