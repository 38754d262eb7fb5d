import { isHuiyinError } from '@huiyin/core'
import { cityActors } from '../city.js'
import type { ReadPatrol, Release } from './patrol-kind.js'
import type { Process } from './processes.js'
import type { World } from './world.js'

const expectedErrors = ['adapter-failure', 'conflict', 'overloaded', 'clock-wrong']
const mostPatrols = 4

/** Facts of a patrol, as a process of some release answered them. */
interface Seen extends ReadPatrol {
  readonly process: string
  readonly release: Release
}

interface Finding {
  readonly id: string
  readonly weight: number
  readonly key: string
  version?: number
}

/** Commands and reads of the records of a plugin, of which processes run different releases. */
export function createPatrols({ random, trace, violate }: World) {
  const seen: Seen[] = []
  const known = new Set<string>()
  const keyed: Finding[] = []
  const by = cityActors.desk

  function hear<Answer>(
    { name }: Process,
    what: string,
    answer: Promise<Answer>,
    take: (answer: Answer) => void,
  ): void {
    trace.add(`${name} is to ${what}`)
    answer.then(take, (error: unknown) => {
      trace.add(`${what} failed`)
      if (!isHuiyinError(error) || !expectedErrors.includes(error.code))
        violate('errors', `${what} failed with ${String(error)}`)
    })
  }

  function learn({ name, patrols }: Process, found: ReadPatrol): void {
    seen.push({ process: name, release: patrols.release, ...found })
  }

  function begin(process: Process): void {
    hear(process, 'begin a patrol', process.patrols.begin(by), (id) => {
      if (process.alive) known.add(id)
    })
  }

  function ask(process: Process, finding: Finding): void {
    const { id, weight, key } = finding
    hear(process, `find ${key} in ${id}`, process.patrols.find(id, weight, { by, key }), (found) => {
      if (!process.alive) return
      const { version } = found
      learn(process, found)
      if (finding.version !== undefined && finding.version !== version)
        violate('once', `${key} in ${id} was answered with version ${finding.version} and then with ${version}`)
      finding.version = version
    })
  }

  function find(process: Process): void {
    const key = `finding-${keyed.length + 1}`
    const finding = { id: random.pick([...known]), weight: random.int(1, 4), key }
    keyed.push(finding)
    ask(process, finding)
  }

  // What one release answered first, another answers again.
  function repeat(process: Process): void {
    if (keyed.length === 0) find(process)
    else ask(process, random.pick(keyed))
  }

  function look(process: Process): void {
    const id = random.pick([...known])
    hear(process, `read ${id}`, process.patrols.look(id), (found) => {
      if (process.alive && found !== undefined) learn(process, found)
    })
  }

  function list(process: Process): void {
    hear(process, 'list patrols', process.patrols.list(), (all) => {
      if (!process.alive) return
      for (const found of all) {
        known.add(found.id)
        learn(process, found)
      }
    })
  }

  function step(process: Process): void {
    if (known.size === 0 || (known.size < mostPatrols && random.chance(0.2))) begin(process)
    else random.weighted(steps)(process)
  }

  const steps = [
    [find, 4],
    [repeat, 1],
    [look, 1],
    [list, 1],
  ] as const

  return Object.freeze({ seen: seen as readonly Seen[], step, list })
}

/** See `createPatrols`. */
export type PatrolSteps = ReturnType<typeof createPatrols>
