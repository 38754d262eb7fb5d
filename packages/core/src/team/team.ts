import type { Sealed } from '../privacy/seal.js'

/** What somebody does in a team: 网格长 · 网格员 · 网格指导员 · 红色楼长 · 红色合伙人. */
export type TeamRole = 'gridLead' | 'gridWorker' | 'gridAdviser' | 'buildingLead' | 'partner'

/** All roles, in the order they are listed to people. */
export const teamRoles: readonly TeamRole[] = ['gridLead', 'gridWorker', 'gridAdviser', 'buildingLead', 'partner']

/** One person's time in one role of a grid's team. */
export interface Membership {
  /** Opaque id of the person, chosen by the application; never a name or a phone number. */
  readonly member: string
  /** The place they fill; another role is another membership. */
  readonly role: TeamRole
  /** 专职/兼职 of a grid worker; absent for every other role. */
  readonly employment?: 'fullTime' | 'partTime'
  /** 楼栋: the building a building lead looks after; absent for every other role. */
  readonly building?: string
  /** 网格党支部书记: present when they are also the secretary of the grid's party branch. */
  readonly partySecretary?: boolean
  /** First day of service, `YYYY-MM-DD`. */
  readonly from: string
  /** First day no longer in service; absent while no end is known. */
  readonly to?: string
  /** Reference to the name in the vault; absent when none was given, or when it was erased by `forget`. */
  readonly name?: Sealed
  /** Reference to the phone number in the vault; absent as `name` is. */
  readonly phone?: Sealed
}

/** The team (工作队) of one grid, with everybody who ever served in it. */
export interface TeamFacts {
  /** Code of the grid, which is also the id of the record. */
  readonly grid: string
  /** Path of the grid's area when the team last changed. */
  readonly areaPath: string
  /** Instant at which the first member was recorded. */
  readonly createdAt: number
  /** In the order they were recorded; past ones stay, with the day they ended. */
  readonly memberships: readonly Membership[]
}

/** Which place in a team a membership fills. A person may hold several, each once at a time. */
export type Place = Pick<Membership, 'member' | 'role' | 'building'>

/** Whether both fill the same place, whenever. */
export function samePlace(a: Place, b: Place): boolean {
  return a.member === b.member && a.role === b.role && a.building === b.building
}

/** Whether both are the same membership; name and phone do not count. */
export function sameMembership(a: Omit<Membership, 'name' | 'phone'>, b: Omit<Membership, 'name' | 'phone'>): boolean {
  const sameTerms = a.employment === b.employment && (a.partySecretary ?? false) === (b.partySecretary ?? false)
  return samePlace(a, b) && sameTerms && a.from === b.from && a.to === b.to
}

/** Whether they serve on that day. Days are written `YYYY-MM-DD`, so that the order of texts is the order of days. */
export function serves({ from, to }: Pick<Membership, 'from' | 'to'>, date: string): boolean {
  return from <= date && (to === undefined || date < to)
}

/** Whether there is a day on which both serve. */
export function overlap(a: Pick<Membership, 'from' | 'to'>, b: Pick<Membership, 'from' | 'to'>): boolean {
  const neverServed = a.from === a.to || b.from === b.to
  return !neverServed && (b.to === undefined || a.from < b.to) && (a.to === undefined || b.from < a.to)
}
