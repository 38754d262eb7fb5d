import type { TeamAreas } from '../area/directory.js'
import { dateOf } from '../calendar/date.js'
import type { Refusal } from '../import/refusal.js'
import type { Sealed } from '../privacy/seal.js'
import type { Decision, DomainEvent, Moment, NewEvent, RecordKind } from '../record/record-kind.js'
import { clashOf } from './clash.js'
import { teamRefusals } from './refusals.js'
import { type Membership, type Place, samePlace, serves, type TeamFacts, type TeamRole } from './team.js'

/** Adds several people at once, as when a team is set up or imported. */
export interface FormTeam {
  readonly name: 'form'
  readonly grid: string
  readonly members: readonly Membership[]
}
/** Adds one person. */
export interface JoinTeam {
  readonly name: 'join'
  readonly grid: string
  readonly member: Membership
}
/** Ends a person's service. */
export interface LeaveTeam {
  readonly name: 'leave'
  readonly grid: string
  readonly member: string
  /** Every role they hold when absent. */
  readonly role?: TeamRole | undefined
  /** First day on which they no longer serve. */
  readonly on: string
}
/** Puts one person in another's place. */
export interface ReplaceMember {
  readonly name: 'replace'
  readonly grid: string
  readonly member: string
  readonly role: TeamRole
  readonly on: string
  readonly successor: {
    readonly member: string
    readonly name?: Sealed | undefined
    readonly phone?: Sealed | undefined
  }
}
/** Erases name and phone of somebody who no longer serves. */
export interface ForgetMember {
  readonly name: 'forget'
  readonly grid: string
  readonly member: string
}
/** Leaves a record that somebody looked at names and phone numbers. */
export interface RevealTeam {
  readonly name: 'reveal'
  readonly grid: string
  readonly reason: Sealed
}
/** What a team can be asked to do; inputs are parsed and sealed before. */
export type TeamCommand = FormTeam | JoinTeam | LeaveTeam | ReplaceMember | ForgetMember | RevealTeam

/** What a change of a team is judged with. */
export interface TeamContext extends Moment {
  readonly areas: TeamAreas
}

interface TeamEventData {
  readonly 'team.formed': { readonly grid: string; readonly areaPath: string; readonly members: readonly Membership[] }
  readonly 'team.joined': { readonly grid: string; readonly areaPath: string; readonly member: Membership }
  readonly 'team.left': {
    readonly areaPath: string
    readonly place: Place & Pick<Membership, 'from'>
    readonly on: string
  }
  readonly 'team.memberForgotten': { readonly areaPath: string; readonly member: string }
  readonly 'team.revealed': { readonly reason: Sealed }
}
const teamEvents: Readonly<Record<keyof TeamEventData, true>> = {
  'team.formed': true,
  'team.joined': true,
  'team.left': true,
  'team.memberForgotten': true,
  'team.revealed': true,
}

/** Why this actor may not do this with the team of this grid, or `undefined`. A retired grid is looked after where its successor lies. */
export function refusalOfActor(
  { name, grid }: { readonly name: TeamCommand['name']; readonly grid: string },
  { by, areas, authority }: Pick<TeamContext, 'by' | 'areas' | 'authority'>,
): Refusal | undefined {
  const action = name === 'form' ? 'import' : name
  if (authority.mayIn(by, 'teams', action, grid, areas)) return undefined
  const { needs, who } = authority.needed('teams', action)
  const code = name === 'reveal' ? 'team-reveal-not-permitted' : 'team-change-not-permitted'
  return authority.exclusion(by, needs) ?? teamRefusals[code]({ actor: by.id, grid, needs, who })
}

function refusalOfJoining(joining: readonly Membership[], there: readonly Membership[]): Refusal | undefined {
  const all = [...there]
  for (const each of joining) {
    const refusal = clashOf(each, all)
    if (refusal !== undefined) return refusal
    all.push(each)
  }
  return undefined
}

function decide(facts: TeamFacts | undefined, command: TeamCommand, context: TeamContext): Decision {
  const { grid } = command
  // People can leave and be forgotten after the grid was retired; nobody joins it any more.
  const known = context.areas.isGrid(grid)
  const ends = command.name === 'leave' || command.name === 'forget' || command.name === 'reveal'
  if (!known && (!ends || facts === undefined)) return { refusal: teamRefusals['grid-unknown']({ grid }) }
  const areaPath = known ? context.areas.path(grid) : (facts?.areaPath ?? '')
  const refusal = refusalOfActor(command, context)
  if (refusal !== undefined) return { refusal }
  const there = facts?.memberships ?? []
  const event = <Type extends keyof TeamEventData>(type: Type, data: TeamEventData[Type]): NewEvent => ({ type, data })
  const join = (member: Membership) => event('team.joined', { grid, areaPath, member })
  const leave = ({ member, role, building, from }: Membership, on: string) =>
    event('team.left', { areaPath, place: { member, role, from, ...(building !== undefined && { building }) }, on })

  switch (command.name) {
    case 'form': {
      const clash = refusalOfJoining(command.members, there)
      if (clash !== undefined) return { refusal: clash }
      if (facts === undefined) return { events: [event('team.formed', { grid, areaPath, members: command.members })] }
      return { events: command.members.map(join) }
    }
    case 'join': {
      const clash = clashOf(command.member, there)
      return clash === undefined ? { events: [join(command.member)] } : { refusal: clash }
    }
    case 'leave': {
      const { member, role, on } = command
      const own = there.filter((each) => each.member === member && (role === undefined || each.role === role))
      const ending = own.filter((each) => serves(each, on))
      if (ending.length > 0) return { events: ending.map((each) => leave(each, on)) }
      // They left on that very day already: the command changes nothing.
      return own.some((each) => each.to === on)
        ? { events: [] }
        : { refusal: teamRefusals['not-a-member']({ member, on }) }
    }
    case 'replace': {
      const { member, role, on, successor } = command
      const ending = there.filter((each) => each.member === member && each.role === role && serves(each, on))
      if (ending.length === 0) return { refusal: teamRefusals['not-a-member']({ member, on }) }
      const following = ending.map((each) => successorOf(each, successor, on))
      const staying = there.map((each) => (ending.includes(each) ? { ...each, to: on } : each))
      const clash = refusalOfJoining(following, staying)
      if (clash !== undefined) return { refusal: clash }
      return { events: [...ending.map((each) => leave(each, on)), ...following.map(join)] }
    }
    case 'forget': {
      const { member } = command
      const own = there.filter((each) => each.member === member)
      const on = dateOf(context.now)
      if (own.some(({ to }) => to === undefined || to > on))
        return { refusal: teamRefusals['member-still-serves']({ member, on }) }
      const erase = own.flatMap(({ name, phone }) => [name, phone].flatMap((each) => each?.ref ?? []))
      return erase.length === 0
        ? { events: [] }
        : { events: [event('team.memberForgotten', { areaPath, member })], erase }
    }
    case 'reveal':
      // Nobody was ever told of: there is nothing to see, and no first event of a team.
      if (facts === undefined) return { refusal: teamRefusals['team-unknown']({ grid }) }
      return { events: [event('team.revealed', { reason: command.reason })] }
  }
}

function successorOf(before: Membership, { member, name, phone }: ReplaceMember['successor'], on: string): Membership {
  // The secretary of a party branch is elected: the office does not pass to the successor.
  const { name: _name, phone: _phone, partySecretary: _partySecretary, ...terms } = before
  return { ...terms, member, from: on, ...(name !== undefined && { name }), ...(phone !== undefined && { phone }) }
}

function evolve(facts: TeamFacts | undefined, event: DomainEvent): TeamFacts {
  const before: TeamFacts = facts ?? { grid: '', areaPath: '', createdAt: event.at, memberships: [] }
  switch (event.type) {
    case 'team.formed': {
      const { grid, areaPath, members } = event.data as TeamEventData['team.formed']
      return { ...before, grid, areaPath, memberships: [...before.memberships, ...members] }
    }
    case 'team.joined': {
      const { grid, areaPath, member } = event.data as TeamEventData['team.joined']
      return { ...before, grid, areaPath, memberships: [...before.memberships, member] }
    }
    case 'team.left': {
      const { areaPath, place, on } = event.data as TeamEventData['team.left']
      const ended = (each: Membership) =>
        samePlace(each, place) && each.from === place.from && (each.to === undefined || each.to > on)
      return {
        ...before,
        areaPath,
        memberships: before.memberships.map((each) => (ended(each) ? { ...each, to: on } : each)),
      }
    }
    case 'team.memberForgotten': {
      const { areaPath, member } = event.data as TeamEventData['team.memberForgotten']
      const forget = ({ name: _name, phone: _phone, ...terms }: Membership): Membership => terms
      return {
        ...before,
        areaPath,
        memberships: before.memberships.map((each) => (each.member === member ? forget(each) : each)),
      }
    }
    default:
      return before
  }
}

/** The team of a grid as a record; its id is the grid's code. */
export const teamKind: RecordKind<TeamFacts, TeamCommand, TeamContext> = {
  type: 'team',
  events: Object.keys(teamEvents),
  authorise: (facts, command, context) =>
    facts === undefined && !context.areas.isGrid(command.grid) ? undefined : refusalOfActor(command, context),
  decide,
  evolve,
  index: ({ areaPath, createdAt }) => ({
    status: 'team',
    open: false,
    createdAt,
    areaPath,
  }),
}
