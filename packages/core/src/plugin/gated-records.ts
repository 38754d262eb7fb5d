import type { WholeCity } from '../authority/assert-may.js'
import type { Authority } from '../authority/authority.js'
import { InvalidInputError } from '../errors.js'
import { parseCommandOptions, parseId, parseNewId } from '../import/parse.js'
import { issuesOf } from '../import/zod-issues.js'
import { identifier, identifierForm } from '../privacy/identifier.js'
import type { Engine } from '../record/engine.js'
import type { RecordRunner } from '../record/record-kind.js'
import { refusalOfRun } from './may-run.js'
import type { AnyRecordKind } from './plugin.js'

const named = identifier()
// A path is made of codes of areas, each followed by a slash.
const area = identifierForm()
const indexForms = {
  ...{ status: named, unit: named, category: named, channel: named, requester: named },
  ...{ owner: named, number: named },
} as const

function checkIndex(type: string, index: ReturnType<AnyRecordKind['index']>): void {
  const fields = Object.entries(indexForms).map(([field, form]) => [field, form, index[field as 'unit']] as const)
  const codes = (index.areaPath ?? '').split('/').map((code) => ['areaPath', area, code] as const)
  const issues = [...fields, ...codes].flatMap(([field, form, value]) => {
    const parsed = value === undefined || value === '' ? undefined : form.safeParse(value)
    return parsed?.success === false ? issuesOf(parsed.error, value, ['index', field]) : []
  })
  if (issues.length > 0) throw new InvalidInputError(issues, `index of a record of the type ${type}`)
}

/** What commands on records of plugins are judged by. */
export interface RecordRights {
  readonly authority: Authority
  /** The area tree that is in force. */
  readonly areas: () => WholeCity
}

/**
 * The runner that plugins get. The table of permissions says who may issue which command: what it does not name is refused to everybody but the system. What a plugin writes passes the gates that core's own commands pass: ids, keys and actors have the form of identifiers, and
 * so has everything that its records are found by. What was written before the gates stood stays readable, and can be worked on.
 */
export function gatedRecords(engine: Engine, { authority, areas }: RecordRights): RecordRunner {
  const gates = new WeakMap<object, AnyRecordKind>()

  function gated(kind: AnyRecordKind): AnyRecordKind {
    const known = gates.get(kind)
    if (known !== undefined) return known
    const index: AnyRecordKind['index'] = (facts) => {
      const found = kind.index(facts)
      checkIndex(kind.type, found)
      return found
    }
    const authorise: AnyRecordKind['authorise'] = (facts, command, context) =>
      refusalOfRun(kind, facts, command.name, { by: context.by, authority, areas: areas() }) ??
      kind.authorise?.(facts, command, context)
    const decide: AnyRecordKind['decide'] = (facts, command, context) => {
      const refusal = authorise(facts, command, context)
      return refusal === undefined ? kind.decide(facts, command, context) : { refusal }
    }
    const own = { index, authorise, decide }
    const made: AnyRecordKind = Object.create(
      kind,
      Object.fromEntries(Object.entries(own).map(([name, value]) => [name, { value, enumerable: true }])),
    )
    gates.set(kind, made)
    return made
  }

  const run: RecordRunner['run'] = async (kind, id, command, options) => {
    const { by, key, expectedVersion, tx } = options
    const asked = parseCommandOptions({ by, key, expectedVersion, tx })
    const isThere = async () => (await engine.facts(kind, parseId(id))) !== undefined
    const checked = identifier().safeParse(id).success || !(await isThere()) ? parseNewId(id) : id
    return engine.run(gated(kind) as typeof kind, checked, command, { ...options, ...asked })
  }

  return Object.freeze({ run, facts: engine.facts, events: engine.events, each: engine.each, page: engine.page })
}
