import fc from 'fast-check'

// `npm run test:long` tries ten times as many examples as `npm test`; `npm run test:mutation` a tenth, since it runs them for every mutant.
const shares: Record<string, number> = { full: 10, few: 0.1 }
const share = shares[process.env.HUIYIN_FAULTS ?? ''] ?? 1

// `HUIYIN_RUNS=2000` tries so many examples wherever somebody counts them.
const asked = Number(process.env.HUIYIN_RUNS)

/** How many examples to try where `npm test` tries so many. */
export const runs = (usual: number) => (asked > 0 ? asked : Math.max(1, Math.round(usual * share)))

// Also of the laws that do not say how many.
fc.configureGlobal({ numRuns: runs(100), ...(process.env.HUIYIN_FAULTS === 'few' && { seed: 1 }) })
