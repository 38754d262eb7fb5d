import { z } from 'zod'
import { readDayNumber } from '../calendar/date.js'
import { identifier, identifierForm } from '../privacy/identifier.js'
import { freeText, textIssue } from '../privacy/text.js'
import { teamRoles } from './team.js'

/** An existing day, `YYYY-MM-DD`. */
const day = z.string().refine((value) => !Number.isNaN(readDayNumber(value)), textIssue('not-a-day', {}))

const gridCode = identifierForm()

const membershipShape = {
  /** Opaque id of the person, chosen by the application. */
  member: identifier(),
  /** 网格长 · 网格员 · 网格指导员 · 红色楼长 · 红色合伙人 */
  role: z.enum(teamRoles),
  /** 专职/兼职; required for grid workers, and for them only. */
  employment: z.enum(['fullTime', 'partTime']).optional(),
  /** 楼栋; for building leads only. */
  building: identifier().optional(),
  /** 兼任网格党支部书记 */
  partySecretary: z.boolean().optional(),
  /** First day of service. */
  from: day,
  /** First day no longer in service; no end is known when absent. */
  to: day.optional(),
  /** Goes into the vault. */
  name: freeText('name', 100).optional(),
  /** Goes into the vault. */
  phone: freeText('phone', 40).optional(),
}

interface Terms {
  readonly role: string
  readonly employment?: string | undefined
  readonly building?: string | undefined
  readonly from: string
  readonly to?: string | undefined
}

function checkTerms({ value, issues }: z.core.ParsePayload<Terms>): void {
  const report = (field: string, zh: string, en: string) =>
    void issues.push({ ...textIssue('unfit', { because: { zh, en } }), path: [field] })
  if (value.role === 'gridWorker' && value.employment === undefined)
    report(
      'employment',
      '网格员须填专职或兼职（fullTime、partTime）',
      'a grid worker needs an employment, fullTime or partTime',
    )
  if (value.role !== 'gridWorker' && value.employment !== undefined)
    report('employment', '只有网格员才填专职或兼职', 'only grid workers have an employment')
  if (value.role !== 'buildingLead' && value.building !== undefined)
    report('building', '只有楼长才填楼栋', 'only building leads have a building')
  if (value.to !== undefined && value.to <= value.from) report('to', '须晚于首日', 'must be after the first day')
}

/** The forms of inputs about teams. */
export const teamInputs = {
  join: z.strictObject(membershipShape).check(checkTerms),
  row: z.strictObject({ grid: gridCode, ...membershipShape }).check(checkTerms),
  leave: z.strictObject({ member: identifier(), role: z.enum(teamRoles).optional(), on: day }),
  replace: z.strictObject({
    member: identifier(),
    role: z.enum(teamRoles),
    on: day,
    successor: z.strictObject({ member: identifier(), name: membershipShape.name, phone: membershipShape.phone }),
  }),
  forget: z.strictObject({ member: identifier() }),
  reveal: z.strictObject({ reason: freeText('reason', 200) }),
  check: z.strictObject({ within: gridCode.optional(), date: day.optional() }),
  grid: gridCode,
  date: day,
}

/** One person in one role, from a day on. A grid worker needs an `employment`; only a building lead has a `building`. */
export type JoinInput = z.input<typeof teamInputs.join>
/** One row of a table of teams: a membership and the code of its grid. */
export type TeamRow = z.input<typeof teamInputs.row>
/** Who leaves. `on` is the first day on which they no longer serve; without `role`, they leave every role. */
export type LeaveInput = z.input<typeof teamInputs.leave>
/** Who takes over whose role on which day. Employment, building and last day stay as they were. */
export type ReplaceInput = z.input<typeof teamInputs.replace>

/** A row whose form is right. */
export type ParsedRow = z.output<typeof teamInputs.row>
/** A joining whose form is right. */
export type ParsedJoin = z.output<typeof teamInputs.join>
