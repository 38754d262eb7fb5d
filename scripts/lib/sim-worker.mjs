// The seeds that one core runs: every second, third … of a range.
import { parentPort, workerData } from 'node:worker_threads'

// Simulated failures are many, and their stack traces are never read.
Error.stackTraceLimit = 0

const { url, from, to, by, steps } = workerData
const { simulate } = await import(url)
const share = { commands: 0, acknowledged: 0, events: 0, failed: [] }
for (let seed = from; seed < to; seed += by) {
  const { violations, commands, events } = await simulate({ seed, steps })
  share.commands += commands.asked
  share.acknowledged += commands.acknowledged
  share.events += events
  if (violations.length > 0) share.failed.push({ seed, ...violations[0] })
}
parentPort.postMessage(share)
