import { type ContactPolicy, contactPhases, personalFields, waysToShow } from '../../authority/contact-policy.js'
import { relationNames } from '../../authority/parties.js'
import type { Roles } from '../../authority/roles.js'
import type { Bilingual } from '../../contracts/text.js'
import { inBoth } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function unknownName(place: string, name: string, names: readonly string[]): Bilingual[] {
  if (names.includes(name)) return []
  const known = knownNames(name, names)
  return [inBoth(`${place} 为 ${name}；${known.zh}`, `${place} is ${name}; ${known.en}`)]
}

function unknownKey(place: string, name: string, names: readonly string[]): Bilingual[] {
  if (names.includes(name)) return []
  const known = knownNames(name, names)
  return [inBoth(`${place} 列有 ${name}；${known.zh}`, `${place} names ${name}; ${known.en}`)]
}

function shownFaults(place: string, shown: unknown, states: readonly string[]): Bilingual[] {
  if (!isObject(shown)) return unknownName(place, String(shown), waysToShow)
  return Object.entries(shown).flatMap(([at, each]) => [
    ...unknownKey(place, at, [...contactPhases, ...states]),
    ...(each === undefined ? [] : unknownName(`${place}.${at}`, String(each), waysToShow)),
  ])
}

/** What is wrong with who sees what of a person: unknown parties, fields, phases, states and ways to show them. */
export function contactPolicyFaults(
  policy: ContactPolicy<string>,
  roles: Roles,
  states: readonly string[],
): Bilingual[] {
  const parties = [...Object.keys(relationNames).filter((name) => name !== 'self'), ...Object.keys(roles)]
  return Object.entries(policy).flatMap(([party, given]) => {
    const place = `privacy.contacts.${party}`
    const unknown = unknownKey('privacy.contacts', party, parties)
    // The requester reads what is told to residents, whatever a table says.
    if (party === 'requester' || party === 'anyone')
      return [inBoth(`${place} 不适用：只限工作人员`, `${place} cannot be: it is for members of staff`)]
    if (given === undefined) return unknown
    if (!isObject(given)) return [...unknown, inBoth(`${place} 不是对象`, `${place} is not an object`)]
    return [
      ...unknown,
      ...Object.entries(given).flatMap(([field, shown]) => [
        ...unknownKey(place, field, personalFields),
        ...(shown === undefined ? [] : shownFaults(`${place}.${field}`, shown, states)),
      ]),
    ]
  })
}
