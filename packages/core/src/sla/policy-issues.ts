import { expected, type InputIssue, inputIssue } from '../errors/input-issue.js'
import { limitIssues } from './limit.js'

/** Names that are settings of a policy, not clocks. */
export const settingNames: readonly string[] = [
  'version',
  'warnings',
  'cutoff',
  'startDay',
  'lastDay',
  'pauseReasons',
  'maxExtension',
  'escalateEvery',
  'splitLimit',
  'cards',
  'urgencies',
  'returnWithin',
]

/** What may be said of a single clock. */
const ruleNames: readonly string[] = ['within', 'warnings', 'cutoff', 'startDay', 'lastDay', 'maxExtension']

function warningIssues(warnings: unknown, path: readonly (string | number)[]): InputIssue[] {
  if (warnings === undefined) return []
  if (!Array.isArray(warnings)) return [expected(path, '{ before: 时限 } 的列表', 'a list of { before: limit }')]
  return warnings.flatMap((warning, i) => limitIssues(warning?.before, [...path, i, 'before']))
}

function choiceIssue(value: unknown, choices: readonly string[], path: readonly (string | number)[]): InputIssue[] {
  if (value === undefined || choices.includes(value as string)) return []
  return [inputIssue('not-one-of', path, { allowed: choices })]
}

function ruleIssues(rules: Record<string, unknown>, path: readonly (string | number)[]): InputIssue[] {
  return [
    ...warningIssues(rules.warnings, [...path, 'warnings']),
    ...choiceIssue(rules.cutoff, ['end-of-day', 'close-of-business'], [...path, 'cutoff']),
    ...choiceIssue(rules.startDay, ['next-day', 'same-day'], [...path, 'startDay']),
    ...choiceIssue(rules.lastDay, ['working-day', 'any-day'], [...path, 'lastDay']),
  ]
}

function clockIssues(clock: unknown, path: readonly (string | number)[]): InputIssue[] {
  if (typeof clock !== 'object' || clock === null || !('within' in clock)) return limitIssues(clock, path)
  const rules = clock as Record<string, unknown>
  const unknown = Object.keys(rules).filter((key) => !ruleNames.includes(key))
  return [
    ...limitIssues(rules.within, [...path, 'within']),
    ...ruleIssues(rules, path),
    ...(rules.maxExtension === undefined ? [] : limitIssues(rules.maxExtension, [...path, 'maxExtension'])),
    ...unknown.map((key) => inputIssue('unknown-field', [...path, key], { known: ruleNames })),
  ]
}

interface Coded {
  readonly code?: unknown
  readonly zh?: unknown
  readonly en?: unknown
  readonly within?: unknown
  readonly waitsFor?: unknown
}

function codedIssues(
  name: string,
  list: unknown,
  rest: (each: Coded, path: readonly (string | number)[]) => InputIssue[],
) {
  if (list === undefined) return []
  if (!Array.isArray(list)) return [expected([name], '{ code, zh, en } 的列表', 'a list of { code, zh, en }')]
  const seen = new Set<unknown>()
  return list.flatMap((each: Coded | null, i) => {
    const path = [name, i]
    if (typeof each?.code !== 'string' || typeof each.zh !== 'string' || typeof each.en !== 'string')
      return [expected(path, '{ code, zh, en }', '{ code, zh, en }')]
    if (seen.has(each.code)) return [inputIssue('named-twice', [...path, 'code'], {})]
    seen.add(each.code)
    return rest(each, path)
  })
}

/** All that is wrong with a policy, with paths. */
export function policyIssues(input: Readonly<Record<string, unknown>>): InputIssue[] {
  const caps = (['maxExtension', 'escalateEvery', 'returnWithin'] as const).flatMap((key) =>
    input[key] === undefined ? [] : limitIssues(input[key], [key]),
  )
  const clocks = Object.entries(input)
    .filter(([name, clock]) => !settingNames.includes(name) && clock !== undefined)
    .flatMap(([name, clock]) => clockIssues(clock, [name]))
  const split = choiceIssue(input.splitLimit, ['inherit', 'fresh'], ['splitLimit'])
  const coded = [
    ...codedIssues('pauseReasons', input.pauseReasons, ({ waitsFor }, path) =>
      choiceIssue(waitsFor, ['requester'], [...path, 'waitsFor']),
    ),
    ...codedIssues('urgencies', input.urgencies, ({ within }, path) => limitIssues(within, [...path, 'within'])),
  ]
  const cards = choiceIssue(input.cards, ['office-hours', 'urgent-at-once'], ['cards'])
  return [...ruleIssues(input, []), ...split, ...cards, ...coded, ...caps, ...clocks]
}
