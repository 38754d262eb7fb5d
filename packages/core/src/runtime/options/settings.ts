import { type BusinessHours, createBusinessHours, hoursOn } from '../../calendar/business-hours.js'
import { createWorkCalendar, provisionalCalendar, type WorkCalendar } from '../../calendar/calendar.js'
import { inBoth, refuseFaults } from '../../errors/faults.js'
import { ConfigurationError } from '../../errors.js'
import { frozenCopy } from '../../import/deep-freeze.js'
import { guardLaw } from '../../plugin/guard.js'
import type { Plugin } from '../../plugin/plugin.js'
import { defaultRatingPolicy } from '../../rating/policy.js'
import { defaultAuthoriser } from '../../request/authorise.js'
import type { Authoriser } from '../../request/context.js'
import type { ClockEnvironment } from '../../sla/clock.js'
import { defaultSlaPolicy } from '../../sla/policy.js'
import { compileLifecycle } from '../lifecycle/compile-lifecycle.js'
import { extraLawsOf, withPluginClocks } from '../plugins/set-up-plugins.js'
import { authorityOf } from './check-authority.js'
import { ownCommandsOf } from './check-commands.js'
import { contactPolicyFaults } from './check-privacy.js'
import type { HuiyinOptions } from './options.js'

type DaysAndHours = Pick<ClockEnvironment, 'calendar' | 'hours'>

// A city runs on into a year whose notice is not published yet: its deadlines are projected and marked provisional.
function daysAndHours(of: WorkCalendar, given: BusinessHours | undefined): DaysAndHours {
  const calendar = provisionalCalendar(of)
  return { calendar, hours: given === undefined ? createBusinessHours(calendar) : hoursOn(given, calendar) }
}

// Counting the days of all years takes longer than making a process. Neither ever changes.
let usual: DaysAndHours | undefined

function slaOf(options: HuiyinOptions, plugins: readonly Plugin[]): ClockEnvironment {
  const [own, ofHours] = [options.calendar?.version, options.hours?.calendar.version]
  if (own !== undefined && ofHours !== undefined && own !== ofHours)
    throw new ConfigurationError(
      inBoth(
        `办公时间以日历 ${ofHours} 为准，而选项 calendar 为 ${own}；请用 createBusinessHours(calendar) 创建。`,
        `The business hours rest on calendar ${ofHours}, the option calendar is ${own}. Make them with createBusinessHours(calendar).`,
      ),
      { calendar: own, hours: ofHours },
    )
  const policy = frozenCopy(withPluginClocks(options.sla ?? defaultSlaPolicy, plugins))
  usual ??= daysAndHours(createWorkCalendar(), undefined)
  const given = options.calendar ?? options.hours?.calendar
  return { ...(given === undefined ? usual : daysAndHours(given, options.hours)), policy }
}

/** The default authoriser, or one that the place wrote, guarded like a law of a plugin. */
function authoriserOf({ authorise = defaultAuthoriser }: HuiyinOptions): Authoriser {
  return authorise === defaultAuthoriser ? authorise : guardLaw('the authorise option', authorise)
}

/** What decisions about requests are made with: the place's options, with what plugins add. */
export function settingsOf(options: HuiyinOptions, plugins: readonly Plugin[]) {
  const base = slaOf(options, plugins)
  const commands = ownCommandsOf(options.commands, plugins)
  const authority = authorityOf(options, plugins, commands)
  const lifecycle = compileLifecycle(options.lifecycle, plugins, base.policy, {
    authority,
    permissions: options.permissions ?? {},
    judgesItself: options.authorise !== undefined,
    commands,
  })
  const states = Object.keys(lifecycle.table.definition.states)
  const ofContacts = contactPolicyFaults(options.privacy?.contacts ?? {}, authority.roles, states)
  refuseFaults('以下联系方式规则不能使用', 'This contact policy cannot be used', ofContacts)
  const fixed = {
    authority,
    lifecycle: lifecycle.table,
    retention: options.privacy?.retention === undefined ? undefined : frozenCopy(options.privacy.retention),
    rating: frozenCopy({ ...defaultRatingPolicy, ...options.rating }),
    authorise: authoriserOf(options),
    extraLaws: extraLawsOf(plugins),
  }
  return { base, fixed, lifecycle, commands }
}
