import { z } from 'zod'
import { assertMay, notPermittedError, type WholeCity } from '../../authority/assert-may.js'
import type { Authority } from '../../authority/authority.js'
import type { Actor } from '../../contracts/actor.js'
import { parseInput, parseReader } from '../../import/parse.js'
import { plainText } from '../../privacy/text.js'
import { erasureBases } from '../../request/inputs/erasure.js'
import type { RetentionRule } from '../../request/retention/retention-rule.js'
import type { Teams } from '../../team/teams.js'
import { eraseRecordsOf } from '../plugins/erase-with-person.js'
import { type ExportParts, exportSubject } from './export.js'
import type { Privacy, SubjectErasure } from './privacy.js'
import { retainPage } from './retention.js'

interface Parts extends ExportParts {
  readonly teams: Pick<Teams, 'eraseOf'>
  readonly rules: readonly RetentionRule[] | undefined
  readonly authority: Authority
  readonly areas: () => WholeCity
}

const subjectId = plainText(64)
const page = z.strictObject({
  dryRun: z.boolean().default(false),
  limit: z.number().int().min(1).max(500).default(200),
  after: z.string().max(100_000).optional(),
})
const ground = z.strictObject({ basis: z.enum(erasureBases) })

const withoutReader = (options: unknown): unknown => {
  if (typeof options !== 'object' || options === null) return options
  const { by: _, ...rest } = options as { readonly by?: unknown }
  return rest
}

/** Retention, export and erasure over every kind of record. */
export function createPrivacy(parts: Parts): Privacy {
  const { engine, kind, rules = [], now, authority, areas, requests, contacts, teams } = parts

  function assertAdmin(by: Actor, action: string): void {
    assertMay(authority, by, ['privacy', action], areas())
  }

  const retention: Privacy['retention'] = async (options) => {
    const by = parseReader({ by: options?.by })
    const asked = parseInput(page, withoutReader(options), ['options'], 'options')
    assertAdmin(by, 'retention')
    return retainPage({ engine, kind, rules, now }, asked)
  }

  const exported: Privacy['export'] = async (rawSubject, options) => {
    const subject = parseInput(subjectId, rawSubject, ['subject'], 'id of a person')
    const by = parseReader(options)
    const isSelf = by.id === subject && authority.parties('privacy', 'export').includes('self')
    if (!isSelf && !authority.mayInAll(by, 'privacy', 'export', areas().roots(), areas()))
      throw notPermittedError(authority, by, 'privacy', 'export')
    return exportSubject(parts, subject)
  }

  const erase: Privacy['erase'] = async (rawSubject, options): Promise<SubjectErasure> => {
    const subject = parseInput(subjectId, rawSubject, ['subject'], 'id of a person')
    const by = parseReader({ by: options?.by })
    const { basis } = parseInput(ground, withoutReader(options), ['options'], 'options')
    assertAdmin(by, 'erase')
    const ofRequests = await requests.eraseTextsOf(subject, { basis }, { by })
    const ofPlugins = await eraseRecordsOf(engine, parts.ofPlugins, subject, { basis }, by)
    const ofContact = await contacts.eraseOf(subject, { basis }, { by })
    const ofTeams = await teams.eraseOf(subject, { by })
    return {
      requests: ofRequests.erased,
      records: ofPlugins.erased,
      contactTexts: ofContact.ok ? ofContact.texts : 0,
      teams: ofTeams.erased,
      kept: [
        ...ofRequests.refused.map(({ id, refusal }) => ({ type: kind.type, id, refusal })),
        ...ofPlugins.refused,
        ...(ofContact.ok ? [] : [{ type: 'contact', id: subject, refusal: ofContact.refusal }]),
        ...ofTeams.refused.map(({ grid, refusal }) => ({ type: 'team', id: grid, refusal })),
      ],
    }
  }

  return Object.freeze({ retention, export: exported, erase })
}
