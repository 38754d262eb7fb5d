import type { Runner } from '../src/conformance/kit.js'

/** Runs a whole kit in this process. The facets in which what it was given failed. */
export async function failing(declare: (runner: Runner) => void): Promise<string[]> {
  const failed = new Set<string>()
  const tests: { readonly facet: string; readonly body: () => Promise<void> }[] = []
  let facet = ''
  declare({
    describe: (name, body) => {
      facet = name
      body()
    },
    it: (_name, body) => void tests.push({ facet, body }),
  })
  for (const test of tests) await test.body().catch(() => void failed.add(test.facet))
  return [...failed]
}
