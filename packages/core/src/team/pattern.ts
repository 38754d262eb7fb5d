import type { Bilingual } from '../contracts/text.js'
import { type Membership, serves, type TeamFacts } from './team.js'

/** One thing that a team lacks. */
export interface TeamGap {
  /** Stable, for programs. Of 1+1+N: `gridLead`, `singleGridLead`, `fullTimeGridWorker`, `others`. */
  readonly code: string
  /** What is missing, as a sentence. */
  readonly message: Bilingual
}

/**
 * How a grid's team must be made up. `teams.check` asks {@link onePlusOnePlusN}; a place with another pattern gives its own those in service that
 * `teams.of` lists.
 */
export interface TeamPattern {
  /** What people call the pattern, such as `1+1+N`. */
  readonly name: string
  /** What is missing when these people serve; empty when the team is complete. Must be pure. */
  gaps(serving: readonly Membership[]): readonly TeamGap[]
}

/** Whether a team is complete, and what is missing when it is not. */
export type TeamCheck =
  | {
      /** Nothing is missing on that day. */
      readonly complete: true
    }
  | {
      /** Something is missing. */
      readonly complete: false
      /** What the pattern finds missing; never empty. */
      readonly missing: readonly TeamGap[]
    }

const gap = (code: string, zh: string, en: string): TeamGap =>
  Object.freeze({ code, message: Object.freeze({ zh, en }) })
const noLead = gap('gridLead', '缺网格长。', 'There is no grid lead.')
const severalLeads = gap('singleGridLead', '网格长多于一名。', 'There is more than one grid lead.')
const noWorker = gap('fullTimeGridWorker', '缺专职网格员。', 'There is no full-time grid worker.')
const noOthers = gap(
  'others',
  '缺其他队员（指导员、兼职网格员、楼长、合伙人等）。',
  'There is nobody besides the lead and the worker.',
)

/**
 * 1+1+N 工作队: one grid lead, one full-time grid worker, and at least one other. That takes three people: nobody fills two of these places alone.
 */
export const onePlusOnePlusN: TeamPattern = Object.freeze({
  name: '1+1+N',
  gaps: (serving: readonly Membership[]) => {
    const gaps: TeamGap[] = []
    const leads = new Set(serving.filter(({ role }) => role === 'gridLead').map(({ member }) => member))
    if (leads.size === 0) gaps.push(noLead)
    if (leads.size > 1) gaps.push(severalLeads)
    const rest = serving.filter(({ member }) => !leads.has(member))
    const worker = rest.find(({ role, employment }) => role === 'gridWorker' && employment === 'fullTime')
    if (worker === undefined) gaps.push(noWorker)
    if (!rest.some(({ member }) => member !== worker?.member)) gaps.push(noOthers)
    return gaps
  },
})

/** Whether a team fits the pattern on a day; a grid without a team lacks everything. */
export function checkTeam(
  facts: Pick<TeamFacts, 'memberships'> | undefined,
  date: string,
  pattern: TeamPattern = onePlusOnePlusN,
): TeamCheck {
  const missing = pattern.gaps((facts?.memberships ?? []).filter((each) => serves(each, date)))
  return missing.length === 0 ? { complete: true } : { complete: false, missing }
}
