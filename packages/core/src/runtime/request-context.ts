import type { CalendarService } from '../amendment/service.js'
import type { AreaDirectory } from '../area/directory.js'
import type { Responsibilities } from '../catalogue/responsibilities.js'
import type { Storage } from '../contracts/storage.js'
import { refOf } from '../record/bucket.js'
import type { Moment, RecordRunner } from '../record/record-kind.js'
import type { RequestCommand } from '../request/commands.js'
import type { RequestContext } from '../request/context.js'
import type { RequestFacts } from '../request/facts.js'

interface Parts {
  readonly runner: RecordRunner
  readonly storage: Storage
  /** Record type of requests. */
  readonly type: string
  /** What stays the same as long as the process runs. */
  readonly fixed: Pick<RequestContext, 'rating' | 'lifecycle' | 'authorise' | 'extraPermissions' | 'extraLaws'>
  readonly areas: { directory(): AreaDirectory; refresh(): Promise<void> }
  readonly calendar: Pick<CalendarService, 'history' | 'refresh' | 'refreshBy'>
  readonly responsibilities: () => Responsibilities
}

/** Gathers what `decide` knows in addition to the facts of a request and the command. Reads, never writes. */
export function requestContext({ runner, storage, type, fixed, areas, calendar, responsibilities }: Parts) {
  const factsOf = async (id: string) => (await runner.facts<RequestFacts>({ type }, id))?.facts

  // Read after the facts: a text that came in between came with a new version, and the decision is taken again.
  async function textsOf(id: string): Promise<readonly string[]> {
    const { vault = [] } = await storage.load(refOf(type, id), { vault: true })
    return vault.filter(({ value }) => value !== null).map(({ ref }) => ref)
  }

  // Another process may have changed the areas: a request that lies in a newer tree, or an area that is not known yet, is judged by that one.
  async function areasFor(command: RequestCommand | undefined, facts: RequestFacts | undefined) {
    const known = areas.directory()
    const isNewer = facts !== undefined && facts.areaRevision > known.revision
    if (!isNewer && (command?.name !== 'submit' || known.successorOf(command.input.area) !== undefined)) return known
    await areas.refresh()
    return areas.directory()
  }

  // Likewise for the calendar: what was counted on a newer one is never counted back.
  async function calendarsFor(facts: RequestFacts | undefined, now: number) {
    if ((facts?.calendarRevision ?? 0) > calendar.history().revision) await calendar.refresh()
    else await calendar.refreshBy(now)
    return calendar.history()
  }

  return async (
    moment: Moment,
    command: RequestCommand | undefined,
    facts: RequestFacts | undefined,
    id: string,
  ): Promise<RequestContext> => {
    const into = command?.name === 'merge' ? command.input.into : undefined
    const other = into === undefined || into === id ? undefined : await factsOf(into)
    // Ids of parts follow from the request and its version: deciding again gives the same ones.
    const partIds =
      command?.name === 'split'
        ? command.input.parts.map((_, position) => `${id}-${(facts?.version ?? 0) + 1}-${position + 1}`)
        : []
    const calendars = await calendarsFor(facts, moment.now)
    return {
      ...moment,
      ...fixed,
      calendars,
      sla: calendars.inForce,
      areas: await areasFor(command, facts),
      responsibilities: responsibilities(),
      newId: id,
      partIds,
      ...(command?.name === 'eraseTexts' && { textRefs: await textsOf(id) }),
      ...(other !== undefined && { other }),
    }
  }
}
