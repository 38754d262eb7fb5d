import type { TeamAreas } from '../area/directory.js'
import type { Authority } from '../authority/authority.js'
import type { CommandOptions } from '../contracts/command.js'
import type { RecordRef, VaultRow } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { parseCommandOptions, parseInput } from '../import/parse.js'
import type { Refusal } from '../import/refusal.js'
import { outlineOf, sealTexts } from '../privacy/seal.js'
import type { RecordRunner } from '../record/record-kind.js'
import { teamInputs } from './input.js'
import { refusalOfActor, teamKind } from './kind.js'
import type { Sealing } from './seal.js'
import type { Membership, TeamFacts } from './team.js'
import type { RevealedMember, Teams } from './teams.js'

interface Parts extends Sealing {
  readonly runner: RecordRunner
  readonly storage: Storage
  readonly refOf: (type: string, id: string) => RecordRef
  readonly areas: () => TeamAreas
  readonly authority: Authority
  /** The grid whose team the texts lie in, for the code that the caller knows. */
  readonly placeOf: (grid: unknown) => string
}

function revealed({ name, phone, ...terms }: Membership, vault: readonly VaultRow[]): RevealedMember {
  const text = (field: 'name' | 'phone', ref: string | undefined) => {
    const value = vault.find((each) => each.ref === ref)?.value
    return value === undefined || value === null ? {} : { [field]: value }
  }
  return { ...terms, ...text('name', name?.ref), ...text('phone', phone?.ref) }
}

/** Names and phone numbers of the people in teams: giving them back, and erasing them wherever somebody served. */
export function peopleOf(parts: Parts): Pick<Teams, 'reveal' | 'eraseOf'> {
  const { runner, storage, refOf, ids, digest, areas, authority } = parts

  async function reveal(rawGrid: string, rawInput: { readonly reason: string }, rawOptions: CommandOptions) {
    const grid = parts.placeOf(rawGrid)
    const input = parseInput(teamInputs.reveal, rawInput, ['input'], 'reveal command')
    const options = parseCommandOptions(rawOptions)
    // The reason is about whoever gives it.
    const sealed = sealTexts(input, () => ids.next('text'), options.by.id, ids, digest)
    const command = { name: 'reveal', grid, reason: sealed.input.reason } as const
    const looked = await runner.run(teamKind, grid, command, {
      ...options,
      vault: sealed.vault,
      body: outlineOf(input),
    })
    if (!looked.ok) return looked
    const { vault = [] } = await storage.load(refOf(teamKind.type, grid), { vault: true })
    return { ok: true as const, members: looked.record.memberships.map((each) => revealed(each, vault)) }
  }

  async function eraseOf(rawMember: string, rawOptions: CommandOptions) {
    const { member } = parseInput(teamInputs.forget, { member: rawMember }, ['input'], 'eraseOf command')
    const { by } = parseCommandOptions(rawOptions)
    const erased: string[] = []
    const refused: { grid: string; refusal: Refusal }[] = []
    for await (const { id: grid, facts } of runner.each<TeamFacts>(teamKind)) {
      const own = facts.memberships.filter((each) => each.member === member)
      if (own.every(({ name, phone }) => name === undefined && phone === undefined)) continue
      if (refusalOfActor({ name: 'forget', grid }, { by, areas: areas(), authority }) !== undefined) continue
      const result = await runner.run(teamKind, grid, { name: 'forget', grid, member }, { by })
      if (result.ok) erased.push(grid)
      else refused.push({ grid, refusal: result.refusal })
    }
    return { erased, refused }
  }

  return { reveal, eraseOf }
}
