// The work every bench of commands does: a seeded city, and callers that each play one request after the other.
import { createHuiyin } from '@huiyin/core'
import { cityActors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'

const { desk, housing, resident } = cityActors

/** A started instance over `storage` with its city in it, at ten on a working day. */
export async function startedCity(storage) {
  const huiyin = createHuiyin({
    storage,
    // It lives in a time of its own, years away from that of a server.
    limits: { clockDriftDays: Number.POSITIVE_INFINITY },
    platform: { clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')), ids: simulatedIds(1) },
  })
  await huiyin.start()
  await seedCity(huiyin)
  return huiyin
}

export function submit(huiyin) {
  return huiyin.requests.submit(
    { category: 'heating', area: cityGrid, description: '家中不热，只有 14 度。' },
    { by: resident },
  )
}

// Five commands.
async function lifecycle(huiyin) {
  const { requests } = huiyin
  const { id } = (await submit(huiyin)).request
  await requests.dispatch(id, {}, { by: desk })
  await requests.claim(id, {}, { by: housing })
  await requests.reply(id, { text: '已排气，室温恢复。' }, { by: housing })
  const rated = await requests.rate(id, { grade: 5 }, { by: resident })
  if (!rated.ok) throw new Error(rated.refusal.code)
}

/** Runs `times` rounds of `work` shared among `callers` that each wait for their answer before the next; milliseconds. */
export async function play(huiyin, { callers, times, work }) {
  let left = times
  async function caller() {
    while (left-- > 0) await work(huiyin)
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: callers }, caller))
  return performance.now() - start
}

/** Lets `callers` repeat `work`, each waiting for its answer, for about `forMs`; rounds of work a second. */
export async function playFor(forMs, { callers, work }) {
  let done = 0
  const start = performance.now()
  async function caller(_, number) {
    while (performance.now() - start < forMs) {
      await work(number)
      done++
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return (done * 1000) / (performance.now() - start)
}

/** The two kinds of work: what is run, and how many commands one round of it is. */
export const works = {
  lifecycles: { run: lifecycle, commands: 5 },
  submits: { run: submit, commands: 1 },
}
