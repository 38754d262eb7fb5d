import { type Actor, isHuiyinError, type RequestAction, type RequestFacts, type RequestResult } from '@huiyin/core'
import { canonical } from '@huiyin/core/contracts'
import { cityActors } from '../city.js'
import { withOtherText } from './other-text.js'
import type { Process } from './processes.js'
import type { World } from './world.js'

const { system } = cityActors

/** One command, with all its attempts. */
export interface Asked {
  readonly no: number
  readonly action: RequestAction
  /** Unknown for a submit until it is answered. */
  readonly id?: string
  readonly input: object
  readonly by: Actor
  readonly key?: string
  /** The version that was known when the command was issued first. */
  readonly floor: number
  attempts: number
  /** Attempts under way. */
  running: number
  refusals: number
  /** The state in which it was refused, when the state was the reason. */
  refusedIn?: string
  /** Attempts that ended without an answer: an error, or the process died. */
  unknown: number
  /** The first answer. */
  answer?: Extract<RequestResult, { ok: true }>
}

const expectedErrors = ['adapter-failure', 'conflict', 'overloaded', 'not-found', 'clock-wrong']

/** The clients of the simulation: their commands, the answers, and what they know. */
export function createClient(world: World) {
  const { trace, violate } = world
  const asked: Asked[] = []
  const known = new Map<string, RequestFacts>()
  /** Requests that a correction was ever asked for. */
  const corrected = new Set<string>()
  /** Commands that each process has not answered yet; when it dies they get no answer. */
  const open = new Map<Process, Set<Asked>>()

  const versionOf = (id: string | undefined) => (id === undefined ? 0 : (known.get(id)?.version ?? 0))

  function answered(one: Asked, attempt: number, result: RequestResult): void {
    if (!result.ok) {
      one.refusals++
      if (result.refusal.code === 'wrong-state') one.refusedIn = result.refusal.details.status
      trace.add(`#${one.no} refused: ${result.refusal.code}`)
      return
    }
    const { request, events } = result
    trace.add(`#${one.no} ok: ${request.id}@${request.version} ${events.map(({ type }) => type).join(' ')}`)
    if (one.answer !== undefined && one.answer.events.length > 0) {
      if (canonical(one.answer.events) !== canonical(events))
        violate('once', `${nameOf(one)} was answered ${namesOf(one.answer)} and then ${namesOf(result)}`)
      return
    }
    one.answer = result
    const least = one.floor + events.length
    if (attempt === 1 && request.version < least)
      violate('fresh', `${nameOf(one)} built on version ${request.version - events.length}, others had ${one.floor}`)
    learn(request)
  }

  function learn(facts: RequestFacts): void {
    if (versionOf(facts.id) < facts.version) known.set(facts.id, facts)
  }

  function failed(one: Asked, error: unknown): void {
    one.unknown++
    trace.add(`#${one.no} failed: ${isHuiyinError(error) ? error.code : String(error)}`)
    if (!isHuiyinError(error) || !expectedErrors.includes(error.code))
      violate('errors', `${nameOf(one)} failed with ${String(error)}`)
  }

  function issue({ action, id, by, key }: Asked, input: object, { huiyin: { requests } }: Process) {
    const options = { by, ...(key !== undefined && { key }) }
    if (action === 'correct') corrected.add(id as string)
    if (action === 'submit') return requests.submit(input as never, options)
    const command = requests[action as 'claim'] as (
      id: string,
      input: object,
      options: object,
    ) => Promise<RequestResult>
    return command(id as string, input, options)
  }

  // Whoever cannot be asked does not say that it is not.
  const mayBeErased = (id: string, { huiyin }: Process): Promise<boolean> =>
    huiyin.requests.get(id, { by: cityActors.system }).then(
      ({ textsErasedAt }) => textsErasedAt !== undefined,
      () => true,
    )

  /** Uses the key of a command that was answered for one that says something else, in a text of equal length: the mistake must be told. */
  function reuse(one: Asked, process: Process): void {
    const other = withOtherText(one.input)
    if (one.key === undefined || other === undefined || (one.answer?.events.length ?? 0) === 0) return
    trace.add(`#${one.no} ${nameOf(one)} with another text asked of ${process.name}`)
    issue(one, other, process).then(
      async (result) => {
        if (!process.alive || (!result.ok && result.refusal.code === 'key-reused')) return
        // What was corrected, or not kept any longer, is erased and can no longer be compared.
        if (result.ok && (corrected.has(result.request.id) || (await mayBeErased(result.request.id, process)))) return
        const answer = result.ok ? namesOf(result) : result.refusal.code
        violate('once', `${nameOf(one)} and another text was answered ${answer}`)
      },
      () => trace.add(`#${one.no} with another text failed`),
    )
  }

  /** Issues a command at a process, or retries it. */
  function ask(one: Asked, process: Process): void {
    const attempt = ++one.attempts
    one.running++
    trace.add(`#${one.no} ${nameOf(one)} asked of ${process.name}`)
    const mine = open.get(process) ?? new Set()
    open.set(process, mine.add(one))
    const result = issue(one, one.input, process)
    const over = () => {
      one.running--
      mine.delete(one)
    }
    result.then(
      (answer) => {
        if (!process.alive) return
        over()
        answered(one, attempt, answer)
      },
      (error: unknown) => {
        if (!process.alive) return
        over()
        failed(one, error)
      },
    )
  }

  /** Issues a new command. */
  function begin(what: Pick<Asked, 'action' | 'input' | 'by'> & { id?: string; key?: string }, process: Process): void {
    const no = asked.length + 1
    const one: Asked = { no, ...what, floor: versionOf(what.id), attempts: 0, running: 0, refusals: 0, unknown: 0 }
    asked.push(one)
    ask(one, process)
  }

  /** Marks the commands of a dead process as unanswered. */
  function died(process: Process): void {
    for (const one of open.get(process) ?? []) {
      one.running--
      one.unknown++
    }
    open.delete(process)
  }

  /** A client reads a request. */
  function look(id: string, process: Process): void {
    const floor = versionOf(id)
    process.huiyin.requests.get(id, { by: system }).then(
      (facts) => {
        if (facts.version < floor) violate('fresh', `${id} was read at version ${facts.version}, others had ${floor}`)
        learn(facts)
      },
      (error: unknown) => {
        if (!isHuiyinError(error, 'adapter-failure')) violate('errors', `reading ${id} failed with ${String(error)}`)
      },
    )
  }

  return Object.freeze({
    asked: asked as readonly Asked[],
    known: known as ReadonlyMap<string, RequestFacts>,
    begin,
    ask,
    reuse,
    died,
    look,
  })
}

/** See `createClient`. */
export type Client = ReturnType<typeof createClient>

/** How a command is named in violations and traces. */
export const nameOf = ({ no, action, id, key }: Asked) =>
  `#${no} ${action}${id === undefined ? '' : ` of ${id}`}${key === undefined ? '' : ` with key ${key}`}`
const namesOf = ({ request, events }: Extract<RequestResult, { ok: true }>) =>
  `${request.id}@${request.version} (${events.map(({ type }) => type).join(', ') || 'nothing'})`
