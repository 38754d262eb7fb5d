import { InvalidInputError } from '../../errors.js'
import { issuesOf } from '../../import/zod-issues.js'
import { identifier, identifierForm } from '../../privacy/identifier.js'
import type { AnyRecordKind } from '../plugin.js'

const named = identifier()
// A path is made of codes of areas, each followed by a slash.
const area = identifierForm()
const indexForms = {
  ...{ status: named, unit: named, category: named, channel: named, requester: named },
  ...{ owner: named, number: named },
} as const

/** What a plugin finds its records by passes the gate that core's own index passes. @throws InvalidInputError when it has not the form of identifiers */
export function checkedIndex(kind: AnyRecordKind, facts: object): ReturnType<AnyRecordKind['index']> {
  const index = kind.index(facts)
  const fields = Object.entries(indexForms).map(([field, form]) => [field, form, index[field as 'unit']] as const)
  const codes = (index.areaPath ?? '').split('/').map((code) => ['areaPath', area, code] as const)
  const issues = [...fields, ...codes].flatMap(([field, form, value]) => {
    const parsed = value === undefined || value === '' ? undefined : form.safeParse(value)
    return parsed?.success === false ? issuesOf(parsed.error, value, ['index', field]) : []
  })
  if (issues.length > 0) throw new InvalidInputError(issues, `index of a record of the type ${kind.type}`)
  return index
}
