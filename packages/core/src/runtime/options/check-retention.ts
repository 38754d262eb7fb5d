import type { Bilingual } from '../../contracts/text.js'
import { inBoth } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'
import { maxIdentifierLength } from '../../privacy/identifier.js'
import type { RetentionRule } from '../../request/retention/retention-rule.js'

const members: readonly string[] = ['name', 'days', 'categories', 'ends'] satisfies (keyof RetentionRule)[]
const mostDays = 36_500
const nameForm = /^[A-Za-z0-9][A-Za-z0-9.-]*$/

const isListOfTexts = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string'))

function faultsOf(rule: RetentionRule, place: string, isTaken: boolean): Bilingual[] {
  if (typeof rule !== 'object' || rule === null) return [inBoth(`${place} 不是对象`, `${place} is not an object`)]
  const { name, days } = rule
  const faults = Object.keys(rule)
    .filter((member) => !members.includes(member))
    .map((member) => {
      const known = knownNames(member, members)
      return inBoth(`没有 ${place}.${member}；${known.zh}`, `there is no ${place}.${member}; ${known.en}`)
    })
  if (typeof name !== 'string' || !nameForm.test(name) || name.length > maxIdentifierLength)
    faults.push(inBoth(`${place}.name 应为字母、数字、连字符`, `${place}.name takes letters, digits and hyphens`))
  if (isTaken) faults.push(inBoth(`${place}.name ${name} 重复`, `${place}.name ${name} is there twice`))
  if (!Number.isInteger(days) || days < 1 || days > mostDays)
    faults.push(
      inBoth(
        `${place}.days 为 ${String(days)}，应为 1 至 ${mostDays} 的整数`,
        `${place}.days is ${String(days)}; it takes a whole number from 1 to ${mostDays}`,
      ),
    )
  for (const member of ['categories', 'ends'] as const)
    if (!isListOfTexts(rule[member]))
      faults.push(inBoth(`${place}.${member} 应为非空列表`, `${place}.${member} takes a list that is not empty`))
  return faults
}

/** What is wrong with the rules by which texts are kept. */
export function retentionFaults(rules: readonly RetentionRule[]): Bilingual[] {
  return rules.flatMap((rule, position) => {
    const isTaken = rules.slice(0, position).some((other) => other?.name === rule?.name)
    return faultsOf(rule, `privacy.retention.${position}`, isTaken)
  })
}
