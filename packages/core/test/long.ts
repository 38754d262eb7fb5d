import fc from 'fast-check'

/** How many times as many examples are tried by `npm run test:long` as by `npm test`. */
export const long = process.env.HUIYIN_FAULTS === 'full' ? 10 : 1

// Also of the laws that do not say how many.
fc.configureGlobal({ numRuns: 100 * long })
