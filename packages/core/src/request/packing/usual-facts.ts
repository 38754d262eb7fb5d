import type { RequestFacts } from '../facts.js'

/** Members by name, while they are put together. */
type Members = Record<string, unknown>

// Every member of the facts: what most requests have there, which is left out of the stored body, or nothing where all differ. A list stands for an
// empty one.
const usual: { readonly [Name in keyof Required<RequestFacts>]: [] | 0 | false | undefined } = {
  acceptedAt: undefined,
  absorbed: [],
  anonymous: undefined,
  appeals: [],
  area: undefined,
  areaGuessed: undefined,
  areaPath: undefined,
  areaRevision: undefined,
  assignee: undefined,
  attachments: undefined,
  breaches: undefined,
  calendarRevision: undefined,
  category: undefined,
  channel: undefined,
  checksFailed: 0,
  claimedAt: undefined,
  clocks: undefined,
  coHandlers: [],
  completedAt: undefined,
  confidential: undefined,
  corrections: undefined,
  description: undefined,
  end: undefined,
  endedAt: undefined,
  exclusions: [],
  extensions: [],
  externalNumbers: undefined,
  fields: undefined,
  firstCompletedAt: undefined,
  firstReceiver: undefined,
  followUps: [],
  handed: undefined,
  id: undefined,
  lastStep: undefined,
  keptUntil: undefined,
  leadingAnswer: undefined,
  leadingEnd: undefined,
  mergedInto: undefined,
  namedArea: undefined,
  notes: undefined,
  number: undefined,
  occurredAt: undefined,
  open: undefined,
  owner: undefined,
  person: undefined,
  place: undefined,
  pool: undefined,
  preClosingCheck: false,
  ratings: [],
  rectifications: [],
  reopenAsks: undefined,
  reopened: undefined,
  replies: [],
  reportedBy: undefined,
  requester: undefined,
  returned: undefined,
  returns: 0,
  reveals: undefined,
  splitFrom: undefined,
  splitInto: undefined,
  status: undefined,
  submittedAt: undefined,
  supervision: 0,
  supplements: undefined,
  suspensions: 0,
  textsErasedAt: undefined,
  transfers: 0,
  unit: undefined,
  updatedAt: undefined,
  urgedAt: undefined,
  urgency: undefined,
  urges: [],
  version: undefined,
  waits: undefined,
}
const members = Object.entries(usual)
const omitted = members.filter(([, value]) => value !== undefined)

const isUsual = (value: unknown, nothing: [] | 0 | false | undefined): boolean =>
  typeof nothing === 'object' ? Array.isArray(value) && value.length === 0 : nothing !== undefined && value === nothing

/**
 * The facts without what is usual, in one order of members: a body that was written command by command is then the same text as one folded from all of the
 * events, which a verification can compare at a glance.
 */
export function packedMembers(facts: object): Members {
  const from = facts as Members
  const packed: Members = {}
  let known = 0
  for (const [name, nothing] of members) {
    const value = from[name]
    if (value === undefined) continue
    known++
    if (!isUsual(value, nothing)) packed[name] = value
  }
  // Members of a newer version, which are rare, come last.
  if (known < Object.keys(from).length)
    for (const name in from) if (!Object.hasOwn(usual, name)) packed[name] = from[name]
  return packed
}

/** The facts with what was left out as usual. */
export function withDefaults(stored: object): Members {
  const facts: Members = { ...stored }
  for (const [name, nothing] of omitted)
    if (facts[name] === undefined) facts[name] = typeof nothing === 'object' ? [] : nothing
  return facts
}
