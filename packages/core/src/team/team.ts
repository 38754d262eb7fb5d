import type { Sealed } from '../privacy/seal.js'

/** 网格长 · 网格员 · 网格指导员 · 红色楼长 · 红色合伙人 */
export type TeamRole = 'gridLead' | 'gridWorker' | 'gridAdviser' | 'buildingLead' | 'partner'

export const teamRoles: readonly TeamRole[] = ['gridLead', 'gridWorker', 'gridAdviser', 'buildingLead', 'partner']

/** One person's time in one role of a grid's team. */
export interface Membership {
  /** Opaque id of the person. Name and phone are in the vault. */
  readonly member: string
  readonly role: TeamRole
  /** 专职/兼职; of grid workers only. */
  readonly employment?: 'fullTime' | 'partTime'
  /** The building a building lead looks after. */
  readonly building?: string
  /** 网格党支部书记 */
  readonly partySecretary?: boolean
  /** First day of service, `YYYY-MM-DD`. */
  readonly from: string
  /** First day no longer in service; open when absent. */
  readonly to?: string
  readonly name?: Sealed
  readonly phone?: Sealed
}

/** The team (工作队) of one grid, with everybody who ever served in it. */
export interface TeamFacts {
  readonly grid: string
  /** Path of the grid's area when the team last changed. */
  readonly areaPath: string
  readonly createdAt: number
  readonly memberships: readonly Membership[]
}

/** Which place in a team a membership fills: a person may hold several, each once at a time. */
export type Place = Pick<Membership, 'member' | 'role' | 'building'>

export function samePlace(a: Place, b: Place): boolean {
  return a.member === b.member && a.role === b.role && a.building === b.building
}

/** The same membership, whatever is kept in the vault about the person. */
export function sameMembership(a: Omit<Membership, 'name' | 'phone'>, b: Omit<Membership, 'name' | 'phone'>): boolean {
  const sameTerms = a.employment === b.employment && (a.partySecretary ?? false) === (b.partySecretary ?? false)
  return samePlace(a, b) && sameTerms && a.from === b.from && a.to === b.to
}

/** In service on that day. Days are written `YYYY-MM-DD`, so that the order of texts is the order of days. */
export function serves({ from, to }: Pick<Membership, 'from' | 'to'>, date: string): boolean {
  return from <= date && (to === undefined || date < to)
}

export function overlap(a: Pick<Membership, 'from' | 'to'>, b: Pick<Membership, 'from' | 'to'>): boolean {
  const neverServed = a.from === a.to || b.from === b.to
  return !neverServed && (b.to === undefined || a.from < b.to) && (a.to === undefined || b.from < a.to)
}
