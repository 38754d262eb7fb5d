// Measure side by side, in one process and one run: A B A B …, so that a slow moment of the machine meets both.

const targetMs = 70 // length of one round
const now = () => performance.now()

export const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Results end up here, so that no engine may drop the work as unused. */
let sink
const isPromise = (value) => typeof value?.then === 'function'

async function timed(work, iterations, async) {
  const start = now()
  if (async) for (let index = 0; index < iterations; index++) sink = await work(index)
  else for (let index = 0; index < iterations; index++) sink = work(index)
  return now() - start
}

/** Iterations of about `targetMs`; warms up on the way. */
async function calibrate(work) {
  const first = work(0)
  const async = isPromise(first)
  sink = await first
  for (let iterations = 1; ; ) {
    const elapsed = await timed(work, iterations, async)
    if (elapsed >= targetMs / 2)
      return { async, iterations: Math.max(1, Math.round((iterations * targetMs) / elapsed)) }
    iterations = Math.ceil(iterations * Math.min(10, Math.max(2, targetMs / Math.max(elapsed, 0.01))))
  }
}

/**
 * Compare two functions, sync or async, that do the same work; each is called with the index of the iteration.
 * Returns the median microseconds of one call of each, and how many times faster ours is: `{ ours, peer, ratio, rounds }`.
 * `calls` says how many operations one call does, if it is not one.
 */
export async function interleave({ ours, peer, rounds = 7, calls = { ours: 1, peer: 1 } }) {
  if (rounds < 5) throw new RangeError('interleave needs at least 5 rounds')
  const works = { ours, peer }
  const plans = { ours: await calibrate(ours), peer: await calibrate(peer) }
  const samples = { ours: [], peer: [] }
  for (let round = 0; round < rounds; round++)
    for (const side of ['ours', 'peer']) {
      globalThis.gc?.()
      const { iterations, async } = plans[side]
      const elapsed = await timed(works[side], iterations, async)
      samples[side].push((elapsed * 1000) / iterations / calls[side])
    }
  const medians = { ours: median(samples.ours), peer: median(samples.peer) }
  return { ...medians, ratio: medians.peer / medians.ours, rounds }
}

/** The median microseconds of one call, for figures without a peer. */
export async function single(work, { rounds = 7 } = {}) {
  const { iterations, async } = await calibrate(work)
  const samples = []
  for (let round = 0; round < rounds; round++) {
    globalThis.gc?.()
    samples.push(((await timed(work, iterations, async)) * 1000) / iterations)
  }
  return median(samples)
}

/** A use of the results that the engine cannot foresee. */
export const lastResult = () => sink
