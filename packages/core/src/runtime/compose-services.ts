import { createCalendarService } from '../amendment/service.js'
import { supervisorOf } from '../area/directory.js'
import { createAreas } from '../area/service.js'
import { gridCodes } from '../area/tree.js'
import { createCatalogue } from '../catalogue/service.js'
import type { Digest } from '../contracts/digest.js'
import type { Files } from '../contracts/files.js'
import type { Logger } from '../contracts/logger.js'
import type { Storage } from '../contracts/storage.js'
import { requestNotices } from '../delivery/request-notices.js'
import { wouldHear } from '../delivery/would-hear.js'
import { createEditions } from '../edition/editions.js'
import { createPolicies } from '../edition/policies.js'
import type { Indicator } from '../evaluation/indicators/declaration.js'
import { indicators } from '../evaluation/indicators/indicators.js'
import type { MeasureStart } from '../evaluation/measures/measure-start.js'
import type { Tallied } from '../evaluation/measures/tallied.js'
import { createEvaluation } from '../evaluation/service.js'
import { createNumbers } from '../number/numbers.js'
import { refOf } from '../record/bucket.js'
import type { Engine } from '../record/engine.js'
import type { Moment } from '../record/record-kind.js'
import type { AttachmentPolicy } from '../request/attachments/policy.js'
import type { RequestContext } from '../request/context.js'
import type { OwnCommands } from '../request/own/own-command.js'
import { requestPacking } from '../request/packing/request-packing.js'
import { choicesOf } from '../request/reading/choices.js'
import { createRequests } from '../request/service.js'
import type { ClockEnvironment } from '../sla/clock.js'
import { pressesAtOnce } from '../sla/office-moment.js'
import type { SlaPolicy } from '../sla/policy.js'
import { createTeams } from '../team/service.js'
import { areaImpact } from './area-impact.js'
import { rememberedLifecycle } from './lifecycle/remembered-lifecycle.js'
import { createLocating, ownLocator } from './locating.js'
import type { HuiyinOptions, Platform } from './options/options.js'
import { requestContext } from './request-context.js'
import { requestKind } from './request-kind.js'
import { systemActor } from './system-actor.js'

interface ServiceParts {
  readonly engine: Engine
  readonly storage: Storage
  readonly platform: Platform
  readonly logger: Logger
  readonly codes: HuiyinOptions['codes']
  readonly gridKinds: HuiyinOptions['gridKinds']
  readonly numberPrefix: HuiyinOptions['numberPrefix']
  readonly locator: HuiyinOptions['locator']
  /** Where the bytes of attachments are kept, and what a place takes. */
  readonly kept: { readonly files: Files | undefined; readonly policy: AttachmentPolicy }
  /** Calendar, business hours and time limits of the place, before any notice is applied. */
  readonly base: ClockEnvironment
  /** Limits that were adopted, with the clocks that plugins add. */
  readonly complete: (policy: SlaPolicy) => SlaPolicy
  /** What every decision about a request is made with, the same for the life of the process. */
  readonly fixed: Pick<RequestContext, 'rating' | 'lifecycle' | 'authorise' | 'authority' | 'extraLaws' | 'retention'>
  /** Commands that the place and its plugins declare. */
  readonly commands: OwnCommands
  readonly measureStart: MeasureStart
  /** What is counted over records of plugins. */
  readonly others: readonly Tallied[]
  /** Indicators of the place and of plugins; core's are added here. */
  readonly ownIndicators: readonly Indicator[]
  /** Whose messages each queue of a channel carries. */
  readonly audiences: Parameters<typeof requestNotices>[0]['audiences']
  /** What telephone numbers are found by. */
  readonly phoneDigests: readonly Digest[]
}

/** The domain, one service per noun. */
export function composeServices(parts: ServiceParts) {
  const {
    engine: runner,
    storage,
    platform,
    logger,
    codes,
    gridKinds,
    numberPrefix,
    locator,
    kept,
    base,
    complete,
    commands,
    measureStart,
    others,
    ownIndicators,
    audiences,
    phoneDigests,
  } = parts
  const { clock, ids, digest } = platform
  const { authority } = parts.fixed
  const areas = createAreas({
    runner,
    codes,
    gridKinds,
    now: clock.now,
    digest,
    impact: areaImpact(runner, clock.now),
    authority,
  })
  const directory = areas.directory
  const catalogue = createCatalogue({
    runner,
    areas: directory,
    authority,
    openRequests: () => runner.each(kind, { open: true }),
  })
  const teams = createTeams({
    runner,
    storage,
    refOf,
    areas: directory,
    authority,
    ids,
    digest,
    now: clock.now,
    roots: () => directory().roots(),
    gridCodes: (within) => gridCodes(areas.tree(), within),
  })
  const editions = createEditions(runner)
  const fixed = { ...parts.fixed, lifecycle: rememberedLifecycle(parts.fixed.lifecycle, editions) }
  const kind = requestKind(measureStart.measures, () => calendar.history().inForce, requestPacking(editions), commands)
  const { responsibilities } = catalogue
  const calendar = createCalendarService({
    base,
    recorded: editions,
    complete,
    runner,
    kind,
    lifecycle: fixed.lifecycle,
    areas: directory,
    authority,
    now: clock.now,
    system: systemActor,
    logger,
    timer: platform.timer,
  })
  // Seldom asked, and of whoever holds the whole city: judged by the tree as it is stored now.
  const editionContext = async (moment: Moment) => {
    await areas.refresh()
    return { ...moment, areas: directory(), clocks: Object.keys(base.policy.clocks) }
  }
  const policies = createPolicies({
    runner,
    editions,
    now: clock.now,
    authority,
    contextOf: editionContext,
    onDay: (date) => {
      const adopted = editions.adoptedOn(date)
      return adopted === undefined ? base.policy : complete(adopted)
    },
    complete,
    inForce: () => {
      calendar.countAt(clock.now())
      return calendar.history().inForce.policy
    },
    changed: () => calendar.countAt(clock.now()),
  })
  const locate = createLocating(locator ?? ownLocator(areas), { areas, timer: platform.timer, logger })
  const numbers = createNumbers({
    runner,
    by: systemActor,
    prefix: numberPrefix,
    newKey: () => ids.next('numbers'),
  })
  const contextOf = requestContext({
    runner,
    storage,
    ids,
    numbers,
    type: kind.type,
    fixed,
    areas,
    calendar,
    responsibilities,
    locate,
    kept,
    digest,
  })
  const pauseReason = (code: string) =>
    calendar.history().inForce.policy.pauseReasons.find((each) => each.code === code) ?? { zh: code, en: code }
  const ownWords = new Map(Object.values(commands).map((each) => [each.event, each]))
  const own = (type: string) => ownWords.get(type)
  const names = {
    unit: catalogue.unitName,
    category: catalogue.categoryName,
    fields: catalogue.fieldsOf,
    area: areas.nameOf,
    pauseReason,
    own,
  }
  const heard = wouldHear({
    names,
    standing: fixed.lifecycle.standing,
    supervisorOf: (facts) => supervisorOf(directory(), facts),
    pressesAtOnce: (each) => pressesAtOnce(calendar.history().inForce, each),
  })
  const plainRequests = createRequests({
    heard,
    runner,
    readPage: runner.readPage,
    factsIn: runner.factsIn,
    kind,
    commands,
    kept,
    locate,
    fieldsOf: (category: string) => responsibilities().category(category)?.fields,
    storage,
    refOf,
    ids,
    digest,
    now: clock.now,
    authority,
    calendars: calendar.history,
    contextOf,
    names,
    phoneDigests,
    choices: () =>
      choicesOf({
        lists: responsibilities().lists,
        policy: calendar.history().inForce.policy,
        rating: fixed.rating,
      }),
    areas,
    pathOf: areas.pathOf,
  })
  const requests = Object.freeze({
    ...plainRequests,
    notices: requestNotices({ requests: plainRequests, storage, refOf: (id) => refOf(kind.type, id), audiences }),
  })
  const roots = () => areas.tree().roots()
  const evaluation = createEvaluation({
    storage,
    runner,
    digest,
    measures: measureStart.measures,
    others,
    since: measureStart.since,
    indicators: [...Object.values(indicators), ...ownIndicators],
    authority,
    rights: directory,
    areas: {
      path: areas.pathOf,
      level: (code) => areas.get(code)?.level,
      roots: () => roots().map((area) => area.code),
    },
  })
  return {
    areas,
    calendar,
    directory,
    catalogue,
    teams,
    kind,
    contextOf,
    names,
    requests,
    evaluation,
    lifecycle: fixed.lifecycle,
    editions,
    editionContext,
    policies,
  }
}
