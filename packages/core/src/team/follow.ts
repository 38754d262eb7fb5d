import { dateOf } from '../calendar/date.js'
import type { Actor } from '../contracts/actor.js'
import type { RecordRef, VaultRow } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import type { RecordRunner } from '../record/record-kind.js'
import { clashOf } from './clash.js'
import { teamKind } from './kind.js'
import { type Sealing, sealPerson } from './seal.js'
import type { Membership, TeamFacts } from './team.js'

interface Parts extends Sealing {
  readonly runner: RecordRunner
  readonly storage: Storage
  readonly refOf: (type: string, id: string) => RecordRef
  readonly now: () => number
}

/** See `teamFollower`. */
export type FollowTeam = ReturnType<typeof teamFollower>

// Who begins later than the day begins then.
const firstDay = (membership: Membership, day: string) => (membership.from > day ? membership.from : day)

const system: Actor = { id: 'system', kind: 'system', grants: [] }

/**
 * Takes the team of a retired grid along: everybody who serves there serves in the grid that stands for it from that day on, and has left the old one.
 * Who holds the place there already holds it once; of two leads the one who is there stays. Where no grid stands for the old one, they leave. May be
 * repeated.
 */
export function teamFollower({ runner, storage, refOf, ids, digest, now }: Parts) {
  function sealedAgain(membership: Membership, vault: readonly VaultRow[], from: string) {
    const { name, phone, ...terms } = membership
    const text = (field: string, sealed: Membership['name']) => {
      const value = vault.find(({ ref }) => ref === sealed?.ref)?.value
      return value === undefined || value === null ? {} : { [field]: { free: field, value } }
    }
    const person = { member: terms.member, ...text('name', name), ...text('phone', phone) }
    const { input, vault: rows } = sealPerson(person, { ids, digest })
    return { member: { ...terms, ...input, from } as Membership, rows }
  }

  async function join(grid: string, serving: readonly Membership[], vault: readonly VaultRow[], day: string) {
    const there = [...((await runner.facts<TeamFacts>(teamKind, grid))?.facts.memberships ?? [])]
    const joining: ReturnType<typeof sealedAgain>[] = []
    for (const each of serving) {
      const next = sealedAgain(each, vault, firstDay(each, day))
      if (clashOf(next.member, there) !== undefined) continue
      there.push(next.member)
      joining.push(next)
    }
    if (joining.length === 0) return
    const members = joining.map(({ member }) => member)
    const rows = joining.flatMap((each) => each.rows)
    const formed = await runner.run(teamKind, grid, { name: 'form', grid, members }, { by: system, vault: rows })
    if (!formed.ok) throw new Error(`the team could not follow to ${grid}: ${formed.refusal.code}`)
  }

  return async function followTeam(grid: string, successor: string | undefined): Promise<void> {
    const found = await runner.facts<TeamFacts>(teamKind, grid)
    const day = dateOf(now())
    const serving = (found?.facts.memberships ?? []).filter(({ to }) => to === undefined || to > day)
    if (serving.length === 0) return
    const { vault = [] } = await storage.load(refOf(teamKind.type, grid), { vault: true })
    if (successor !== undefined) await join(successor, serving, vault, day)
    for (const each of serving) {
      const { member, role } = each
      await runner.run(teamKind, grid, { name: 'leave', grid, member, role, on: firstDay(each, day) }, { by: system })
    }
  }
}
