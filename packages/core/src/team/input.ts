import { z } from 'zod'
import { readDayNumber } from '../calendar/date.js'
import { freeText, opaqueId, plainText } from '../privacy/text.js'
import { teamRoles } from './team.js'

/** An existing day, `YYYY-MM-DD`. */
const day = z
  .string()
  .refine((value) => !Number.isNaN(readDayNumber(value)), 'expected an existing day written YYYY-MM-DD')

const gridCode = plainText(64)

const membershipShape = {
  member: opaqueId(),
  role: z.enum(teamRoles),
  employment: z.enum(['fullTime', 'partTime']).optional(),
  building: plainText(64).optional(),
  partySecretary: z.boolean().optional(),
  from: day,
  to: day.optional(),
  name: freeText('name', 100).optional(),
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
  const report = (field: string, message: string) =>
    void issues.push({ code: 'custom', path: [field], message, input: '…' })
  if (value.role === 'gridWorker' && value.employment === undefined)
    report('employment', 'a grid worker is fullTime or partTime')
  if (value.role !== 'gridWorker' && value.employment !== undefined)
    report('employment', 'only grid workers have an employment')
  if (value.role !== 'buildingLead' && value.building !== undefined)
    report('building', 'only building leads have a building')
  if (value.to !== undefined && value.to <= value.from) report('to', 'must be after the first day')
}

/** Forms of what is told about teams. */
export const teamInputs = {
  join: z.strictObject(membershipShape).check(checkTerms),
  row: z.strictObject({ grid: gridCode, ...membershipShape }).check(checkTerms),
  leave: z.strictObject({ member: opaqueId(), role: z.enum(teamRoles).optional(), on: day }),
  replace: z.strictObject({
    member: opaqueId(),
    role: z.enum(teamRoles),
    on: day,
    successor: z.strictObject({ member: opaqueId(), name: membershipShape.name, phone: membershipShape.phone }),
  }),
  forget: z.strictObject({ member: opaqueId() }),
  check: z.strictObject({ within: gridCode.optional(), date: day.optional() }),
  grid: gridCode,
  date: day,
}

/** Somebody joining a team. */
export type JoinInput = z.input<typeof teamInputs.join>
/** One row of a table of teams. */
export type TeamRow = z.input<typeof teamInputs.row>
/** Somebody leaving: `on` is the first day without them. With `role`, only that role. */
export type LeaveInput = z.input<typeof teamInputs.leave>
/** Somebody taking over another's role on a day; employment, building and end of term stay as they were. */
export type ReplaceInput = z.input<typeof teamInputs.replace>

export type ParsedRow = z.output<typeof teamInputs.row>
export type ParsedJoin = z.output<typeof teamInputs.join>
