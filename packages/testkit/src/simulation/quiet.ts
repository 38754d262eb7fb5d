import type { Verification } from '@huiyin/core'
import { cityActors } from '../city.js'
import { type Client, nameOf } from './client.js'
import type { Desks } from './desks.js'
import { deliveryKey } from './ledger.js'
import type { Release } from './patrol-kind.js'
import type { PatrolSteps } from './patrols.js'
import type { Process, Processes } from './processes.js'
import type { World } from './world.js'

const { system } = cityActors

const hour = 3_600_000
const mostSteps = 5_000
// What is looked for now and then: requests in a state that went, once a minute.
const nextLook = 2 * 60_000
const mostRounds = 12

interface Parts {
  readonly world: World
  readonly client: Client
  readonly desks: Desks
  readonly patrols: PatrolSteps
  readonly processes: Processes
}

/** Ends all faults and lets time pass: everything due must be done within a few rounds. Returns the result of the audit, by each release that runs. */
export async function drain({
  world,
  client,
  desks,
  patrols,
  processes,
}: Parts): Promise<ReadonlyMap<Release, Verification | undefined>> {
  const { scheduler, faults, trace, violate } = world
  faults.end()
  trace.add('faults end')

  let endless = false
  async function settled(): Promise<void> {
    if (endless || (await scheduler.settle(mostSteps))) return
    endless = true
    violate('quiet', `it does not end: ${mostSteps} steps happened and more wait`)
  }
  async function given<Result>(what: string, asked: Promise<Result>): Promise<Result | undefined> {
    let result: Result | undefined
    asked.then(
      (answer) => {
        result = answer
      },
      (error: unknown) => violate('errors', `${what} failed without a fault: ${String(error)}`),
    )
    await settled()
    return result
  }

  // Commands with a key and without an answer are retried until they have one.
  async function askAgain(process: Process): Promise<void> {
    const left = client.asked.filter(
      ({ key, answer, refusals, unknown }) =>
        key !== undefined && answer === undefined && refusals === 0 && unknown > 0,
    )
    for (const one of left) client.ask(one, process)
    await settled()
    for (const one of left)
      if (one.answer === undefined && one.refusals === 0) violate('quiet', `${nameOf(one)} is never answered`)
  }

  async function replayDead({ huiyin }: Process): Promise<number> {
    const dead =
      (await given('looking for the dead', huiyin.deliveries.deadLetters({ limit: 500 }, { by: system })))?.items ?? []
    await given('replaying', Promise.all(dead.map((each) => huiyin.deliveries.replay(each, { by: system }))))
    return dead.length
  }

  // Somebody has what a rolling deploy ends with.
  processes.begin()
  for (const each of processes.all) each.skew = 0
  await settled()
  const process = processes.all[0] as Process
  await askAgain(process)
  let unsent = 0
  for (let round = 1; ; round++) {
    // First past every lease, pause and back-off that a fast clock may have set. Then by more than a day, to come into office hours sooner or later.
    scheduler.pass(round === 1 ? 14 * 24 * hour : unsent === 0 ? nextLook : 31 * hour)
    const ticks = await given('ticking', Promise.all(processes.all.map((each) => each.huiyin.tick())))
    const dead = await replayDead(process)
    const waiting =
      (await given('looking for what waits', process.huiyin.deliveries.pending({ by: system })))?.items ?? []
    unsent = dead + waiting.length
    const done = ticks?.reduce((sum, { deadlines, deliveries }) => sum + deadlines + deliveries, 0)
    trace.add(`round ${round}: ${done} done, ${dead} dead, ${waiting.length} waiting`)
    // The last command may have set deadlines that are due already.
    if (endless || (unsent === 0 && done === 0)) break
    if (round < mostRounds) continue
    const [first] = waiting
    const what = first === undefined ? 'a dead letter' : deliveryKey(first.id, first.event, first.destination)
    violate('quiet', `after ${round} rounds ${what} is still pending`)
    break
  }
  for (const id of client.known.keys()) client.look(id, process)
  for (const each of processes.all) patrols.list(each)
  desks.list(process)
  await given('looking for pauses', process.huiyin.deliveries.pauses({ by: system }))
  await settled()
  const verified = new Map<Release, Verification | undefined>()
  for (const { patrols, huiyin } of processes.all)
    if (!verified.has(patrols.release))
      verified.set(patrols.release, await given('verifying', huiyin.audit.verify({ by: system })))
  return verified
}
