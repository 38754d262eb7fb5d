import type { BusinessHours, KeptFiles, RequestFacts, RequestResult, Requests, WorkCalendar } from '@huiyin/core'
import { system } from './actors.ts'
import type { Doing, Schedule } from './schedule.ts'
import type { SimulatedRequest } from './simulated-request.ts'

/** What the lives of requests need: the library's public API, the office hours, the simulated clock. */
export interface World {
  readonly requests: Requests
  /** Where the bytes of attachments go. */
  readonly files: KeptFiles
  readonly seed: number
  readonly calendar: WorkCalendar
  readonly hours: BusinessHours
  readonly schedule: Schedule
  readonly now: () => number
  /** Whom the responsibility catalogue names. */
  readonly responsible: (request: SimulatedRequest) => { readonly lead: string }
  /** Ids of the requests by their place in the list, once submitted. */
  readonly ids: (string | undefined)[]
  /** How often each command was accepted, and each refusal given. */
  readonly tally: Map<string, number>
}

/** So many working hours from now. */
export function working(world: World, hours: number): number {
  return world.hours.addWorkingTime(world.now(), { hours })
}

export function facts(world: World, id: string): Promise<RequestFacts> {
  return world.requests.get(id, { by: system })
}

/** An activity of a single step. */
export async function* once(act: () => Promise<unknown>): Doing {
  await act()
  yield* []
}

/** Issues a command and counts its result. */
export async function told(world: World, command: string, act: () => Promise<RequestResult>): Promise<RequestResult> {
  const result = await act()
  const name = result.ok ? command : `${command} ✗ ${result.refusal.code}`
  world.tally.set(name, (world.tally.get(name) ?? 0) + 1)
  return result
}
