import type { CalendarService } from '../amendment/service.js'
import type { AreaDirectory } from '../area/directory.js'
import type { AreaService } from '../area/service.js'
import type { Responsibilities } from '../catalogue/responsibilities.js'
import type { Digest } from '../contracts/digest.js'
import type { Files } from '../contracts/files.js'
import type { Ids } from '../contracts/ids.js'
import type { Located, Place } from '../contracts/locator.js'
import type { Storage } from '../contracts/storage.js'
import type { Numbers } from '../number/numbers.js'
import type { Sealed } from '../privacy/seal.js'
import { refOf } from '../record/bucket.js'
import type { Moment, RecordRunner } from '../record/record-kind.js'
import type { AttachmentPolicy } from '../request/attachments/policy.js'
import { unknownFile } from '../request/attachments/unknown-file.js'
import type { RequestCommand } from '../request/commands.js'
import type { RequestContext } from '../request/context.js'
import { filesOf, unfitFile } from '../request/decide/attachments.js'
import { present } from '../request/decide/draft.js'
import type { RequestFacts } from '../request/facts.js'
import { mayKnow } from '../request/permissions/standing.js'

interface Parts {
  readonly runner: RecordRunner
  readonly storage: Storage
  readonly ids: Ids
  readonly numbers: Numbers
  /** Record type of requests. */
  readonly type: string
  /** What stays the same as long as the process runs. */
  readonly fixed: Pick<RequestContext, 'rating' | 'lifecycle' | 'authorise' | 'authority' | 'extraLaws' | 'retention'>
  readonly areas: Pick<AreaService, 'directory' | 'refresh' | 'refreshBy'>
  readonly calendar: Pick<CalendarService, 'history' | 'refresh' | 'refreshBy'>
  readonly responsibilities: () => Responsibilities
  /** Where the bytes of attachments are kept, and what is taken. */
  readonly kept: { readonly files: Files | undefined; readonly policy: AttachmentPolicy }
  readonly digest: Digest
  /** Where a place lies, as far as that is known. */
  readonly locate: (place: Place) => Promise<Located | undefined>
}

/** Gathers what `decide` knows in addition to the facts of a request and the command. Reads, never writes. */
export function requestContext(parts: Parts) {
  const { runner, storage, ids, numbers, type, fixed, areas, calendar, responsibilities, locate } = parts
  const factsOf = async (id: string) => (await runner.facts<RequestFacts>({ type }, id))?.facts

  // Read after the facts: a text that came in between came with a new version, and the decision is taken again.
  async function textsOf(id: string): Promise<readonly string[]> {
    const { vault = [] } = await storage.load(refOf(type, id), { vault: true })
    return vault.filter(({ value }) => value !== null).map(({ ref }) => ref)
  }

  // Another process may have changed the areas: a request that lies in a newer tree, or an area that is not known yet, is judged by that one.
  function isAreaUnknown(command: RequestCommand | undefined, facts: RequestFacts | undefined): boolean {
    const known = areas.directory()
    if (facts !== undefined && facts.areaRevision > known.revision) return true
    return command?.name === 'submit' && known.successorOf(command.input.area) === undefined
  }

  // Of the areas that took the place of its own, a request goes to the one that its place lies in, where that can be said.
  async function placedIn(
    id: string,
    { area, place }: RequestFacts,
    known: AreaDirectory,
  ): Promise<string | undefined> {
    if (place === undefined || known.has(area)) return undefined
    const { vault = [] } = await storage.load(refOf(type, id), { vault: true })
    const text = (sealed: Sealed | undefined) => vault.find(({ ref }) => ref === sealed?.ref)?.value ?? undefined
    const [address, point] = [text(place.address), text(place.point)]
    if (address === undefined && point === undefined) return undefined
    const found = await locate({
      ...present('address', address),
      ...(point !== undefined && { point: JSON.parse(point) }),
    })
    return found !== undefined && 'area' in found && known.isWithin(found.area, area) ? found.area : undefined
  }

  // Likewise for the calendar: what was counted on a newer one is never counted back.
  const newerCalendar = (facts: RequestFacts | undefined, now: number): Promise<void> | undefined =>
    (facts?.calendarRevision ?? 0) > calendar.history().revision ? calendar.refresh() : calendar.refreshBy(now)

  // The store is asked for what the place takes, and for nothing else.
  async function attachmentsFor(command: RequestCommand | undefined, moment: Moment) {
    const { files, policy } = parts.kept
    if (files === undefined) return undefined
    const named = command === undefined ? [] : filesOf(command)
    if (named.length === 0 || unfitFile(named, policy) !== undefined) return { policy }
    return { policy, ...present('unknown', await unknownFile(named, moment, files, parts.digest)) }
  }

  // Ids of parts are made as those of requests are, so that nobody can take them before the parts are there.
  async function freeIds(count: number): Promise<readonly string[]> {
    const free: string[] = []
    while (free.length < count) {
      const id = ids.next('request')
      if ((await factsOf(id)) === undefined) free.push(id)
    }
    return free
  }

  return async (
    moment: Moment,
    command: RequestCommand | undefined,
    facts: RequestFacts | undefined,
    id: string,
  ): Promise<RequestContext> => {
    const into = command?.name === 'merge' ? command.input.into : undefined
    const found = into === undefined || into === id ? undefined : await factsOf(into)
    const comingDue = areas.refreshBy(moment.now)
    if (comingDue !== undefined) await comingDue
    if (isAreaUnknown(command, facts)) await areas.refresh()
    const known = areas.directory()
    // A request that the actor may not know of is to them one that does not exist.
    const other =
      found !== undefined && mayKnow(found, moment.by, { areas: known, authority: fixed.authority }) ? found : undefined
    const placed = facts?.open === true ? await placedIn(id, facts, known) : undefined
    const reading = newerCalendar(facts, moment.now)
    if (reading !== undefined) await reading
    const calendars = calendar.history()
    return {
      ...moment,
      ...fixed,
      calendars,
      sla: calendars.inForce,
      areas: known,
      responsibilities: responsibilities(),
      newId: id,
      ...(command?.name === 'submit' && { newNumber: await numbers.next(moment.now) }),
      partIds: command?.name === 'split' ? await freeIds(command.input.parts.length) : [],
      ...((command?.name === 'eraseTexts' || command?.name === 'endRetention') && { textRefs: await textsOf(id) }),
      ...present('attachments', await attachmentsFor(command, moment)),
      ...present('placedIn', placed),
      ...(other !== undefined && { other }),
    }
  }
}
