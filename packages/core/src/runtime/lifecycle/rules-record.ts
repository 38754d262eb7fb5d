import type { CalendarService } from '../../amendment/service.js'
import { yearsOf } from '../../calendar/calendar.js'
import type { Digest } from '../../contracts/digest.js'
import type { Logger } from '../../contracts/logger.js'
import type { LiveEditions } from '../../edition/editions.js'
import { canonical } from '../../record/canonical.js'
import type { LifecycleTable } from '../../request/context.js'
import type { SlaPolicy } from '../../sla/policy.js'
import { systemActor } from '../system-actor.js'

interface Parts {
  readonly editions: LiveEditions
  readonly calendar: Pick<CalendarService, 'history'>
  readonly lifecycle: Pick<LifecycleTable, 'definition'>
  readonly digest: Digest
  /** The limits that the place passed; absent when it passed none. */
  readonly own: SlaPolicy | undefined
  readonly logger: Logger
}

/** See `createRules`. */
export type Rules = ReturnType<typeof createRules>

// Processes share the definition of core, and mostly the digest.
const versions = new WeakMap<Digest, WeakMap<object, string>>()

function versionOf(definition: object, digest: Digest): string {
  const known = versions.get(digest) ?? new WeakMap<object, string>()
  versions.set(digest, known)
  const version = known.get(definition) ?? digest.hex(canonical(definition)).slice(0, 16)
  known.set(definition, version)
  return version
}

/** The rules that this process decides by, as a record: limits, calendar and lifecycle are kept once a version, and clocks name the edition. */
export function createRules({ editions, calendar, lifecycle, digest, own, logger }: Parts) {
  const { definition } = lifecycle
  const ofLifecycle = { version: versionOf(definition, digest), definition }
  let recorded: object | undefined
  let told: string | undefined

  // The record decides: a deploy with other limits changes nothing once limits were adopted by a command.
  function tellOfOther(version: string): void {
    const adopted = editions.adopted().some(({ policy }) => policy.version === version)
    if (own === undefined || own.version === version || !adopted || told === version) return
    told = version
    logger.warn('the limits of this process are not in force: others were adopted', {
      own: own.version,
      inForce: version,
    })
  }

  // A deploy that brings other rules says so once: who did not mean to hears it before a request is decided by them.
  function tellOfNews(policy: SlaPolicy, days: string): void {
    const last = editions.all().at(-1)
    if (last === undefined) return
    const isAdopted = editions.adopted().some((each) => each.policy.version === policy.version)
    const [own, before] = [
      `${definition.name} ${ofLifecycle.version}`,
      `${last.lifecycle.name} ${last.lifecycle.version}`,
    ]
    const news = {
      ...(own !== before && { lifecycle: { own, recorded: before } }),
      ...(!isAdopted &&
        policy.version !== last.policy.version && { limits: { own: policy.version, recorded: last.policy.version } }),
      ...(days !== last.calendar && { calendar: { own: days, recorded: last.calendar } }),
    }
    if (Object.keys(news).length === 0) return
    logger.warn('this process brings other rules than those recorded last', news)
  }

  /** Records the rules that are in force here, unless they are recorded already. */
  async function record(): Promise<void> {
    const { inForce } = calendar.history()
    if (recorded === inForce) return
    const { policy, calendar: days } = inForce
    await editions.refresh()
    if (recorded === undefined) tellOfNews(policy, days.version)
    const rules = { version: days.version, years: yearsOf(days), overlays: days.overlays }
    await editions.record({ policy, calendar: rules, lifecycle: ofLifecycle }, systemActor)
    recorded = inForce
    tellOfOther(policy.version)
  }

  return Object.freeze({ record })
}
