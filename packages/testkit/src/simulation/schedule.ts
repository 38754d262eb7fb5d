import type { Actor } from '@huiyin/core'
import { cityActors } from '../city.js'
import { createAreaChanges } from './area-changes.js'
import type { Client } from './client.js'
import { submitWish, wishFor } from './commands.js'
import type { Desks } from './desks.js'
import { createNotices } from './notices.js'
import type { PatrolSteps } from './patrols.js'
import type { Pictures } from './pictures.js'
import type { Process, Processes } from './processes.js'
import type { World } from './world.js'

const { system } = cityActors

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const mostOpen = 3

interface Parts {
  readonly world: World
  readonly client: Client
  readonly desks: Desks
  readonly patrols: PatrolSteps
  readonly pictures: Pictures
  readonly processes: Processes
}

/** Steps of people, time and faults, while earlier commands are still in flight. */
export function createSchedule({ world, client, desks, patrols, pictures, processes }: Parts) {
  const { random, scheduler, faults, trace, violate } = world
  let keys = 0

  const ready = () => processes.all.filter((each) => each.ready)
  const requests = () => [...client.known.keys()]

  const steps: readonly (readonly [step: (process: Process) => void, weight: number])[] = [
    [submit, 1.5],
    [command, 10],
    [race, 2],
    [repeat, 2],
    [reuse, 1],
    [look, 1],
    [walk, 0.4],
    [(process) => desks.look(client, process), 1],
    [operate, 0.5],
    [createAreaChanges(world), 0.5],
    [createNotices(world), 0.4],
    [patrols.step, 1],
    [tick, 4],
    [pass, 4],
    [crash, 1],
    [jump, 1],
  ]

  function keyed(): { key: string } | undefined {
    return random.chance(0.6) ? { key: `key-${++keys}` } : undefined
  }

  function submit(process: Process): void {
    if ([...client.known.values()].filter(({ open }) => open).length >= mostOpen) command(process)
    else client.begin({ ...submitWish(client.asked.length + 1, random), ...keyed() }, process)
  }

  function command(process: Process): void {
    const ids = requests()
    if (ids.length === 0) submit(process)
    else ask(random.pick(ids), process)
  }

  function ask(id: string, process: Process): void {
    const facts = client.known.get(id)
    if (facts === undefined) return
    const picture = (by: Actor) => pictures.put(process, by)
    const wish = wishFor(facts, requests(), client.asked.length + 1, random, picture)
    client.begin({ ...wish, id, ...keyed() }, process)
  }

  // Several commands at once on one request, at different processes.
  function race(process: Process): void {
    const ids = requests()
    const id = ids.length === 0 ? undefined : random.pick(ids)
    if (id === undefined) submit(process)
    else for (let left = random.int(2, 4); left > 0; left--) ask(id, random.pick(ready()))
  }

  function repeat(process: Process): void {
    const some = client.asked.filter((each) => each.key !== undefined && each.refusals === 0)
    if (some.length > 0) client.ask(random.pick(some), process)
  }

  // A client that uses a key for something else.
  function reuse(process: Process): void {
    const some = client.asked.filter((each) => each.key !== undefined && each.answer !== undefined)
    if (some.length > 0) client.reuse(random.pick(some), process)
  }

  function look(process: Process): void {
    const ids = requests()
    if (ids.length > 0) client.look(random.pick(ids), process)
  }

  // A client walks over pages while other commands run.
  function walk(process: Process): void {
    const before = requests()
    const met: string[] = []
    const page = async (after?: string): Promise<void> => {
      const { items, next } = await process.huiyin.requests.find(
        { limit: 1, ...(after !== undefined && { after }) },
        { by: system },
      )
      met.push(...items.map(({ id }) => id))
      if (next !== undefined) await page(next)
    }
    const walked = () => {
      if (!process.alive) return
      for (const id of before) {
        const times = met.filter((each) => each === id).length
        if (times !== 1) violate('pages', `${id} was met ${times} times by a walk over ${met.length}`)
      }
    }
    page().then(walked, () => trace.add('a walk failed'))
  }

  // An operator looks at what is paused, and often will not wait for its end.
  function operate({ name, huiyin: { deliveries } }: Process): void {
    trace.add(`an operator of ${name} looks at pauses`)
    const failed = () => trace.add(`an operator of ${name} failed`)
    deliveries.pauses({ by: system }).then((paused) => {
      if (paused.length > 0 && random.chance(0.7))
        deliveries.resume(random.pick(paused).destination, { by: system }).catch(failed)
    }, failed)
  }

  function tick(process: Process): void {
    const all = ready()
    const some = random.chance(0.4) ? all : [process]
    for (const each of some) {
      trace.add(`${each.name} ticks`)
      each.huiyin.tick().then(
        (count) => trace.add(`${each.name} did ${count.deadlines} and ${count.deliveries}`),
        () => trace.add(`${each.name} failed to tick`),
      )
    }
  }

  function pass(): void {
    const unit = random.weighted([
      [5 * second, 2],
      [minute, 3],
      [hour, 3],
      [day, 1],
    ] as const)
    const time = unit * random.int(1, unit === day ? 3 : 12)
    trace.add(`${time} pass`)
    scheduler.pass(time)
  }

  function crash(process: Process): void {
    if (!faults.strikes('crashes', 0.7)) return
    client.died(process)
    processes.crash(process)
    processes.begin(faults.strikes('wrongYears', 0.4) ? random.pick([-10, 10]) * 365 * day : 0)
  }

  function jump(process: Process): void {
    if (!faults.strikes('clockJumps', 0.7)) return
    process.skew = random.chance(0.3) ? 0 : random.int(-5, 5) * (random.chance(0.5) ? day : hour)
    trace.add(`the clock of ${process.name} is off by ${process.skew}`)
  }

  /** One step, and some of what follows from it and from those before. */
  async function step(): Promise<void> {
    const some = ready()
    if (some.length > 0) random.weighted(steps)(random.pick(some))
    for (let left = random.int(0, 13); left > 0 && (await scheduler.step()); left--);
  }

  return Object.freeze({ step })
}
