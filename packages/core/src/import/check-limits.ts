import { type LimitedText, limits } from '../contracts/limits.js'
import type { Change, RecordIndex } from '../contracts/rows.js'
import { expected, type InputIssue, inputIssue, notWhole } from '../errors/input-issue.js'
import { InvalidInputError } from '../errors.js'

const members = ['status', 'unit', 'category', 'channel', 'requester', 'owner', 'number'] as const
const mostFlags = 16
const mostDesks = 32
const flagForm = /^[A-Za-z0-9._/-]+$/

// Storages keep flags as one text, and count by it.
function flagIssues(flags: RecordIndex['flags']): InputIssue[] {
  const path = ['index', 'flags']
  if (flags.length > mostFlags) return [inputIssue('too-many', path, { max: mostFlags })]
  const isInOrder = flags.every((flag, at) => at === 0 || (flags[at - 1] as string) < flag)
  if (isInOrder && flags.every((flag) => flag.length <= limits.member && flagForm.test(flag))) return []
  return [
    expected(
      path,
      `不超过 ${limits.member} 个字母、数字或 . - _ / 组成的名称，按字母次序且不重复`,
      `names of at most ${limits.member} letters, digits, and . - _ /, in alphabetical order, each once`,
    ),
  ]
}

function deskIssues(desks: RecordIndex['desks']): InputIssue[] {
  const path = ['index', 'desks']
  if (desks.length > mostDesks) return [inputIssue('too-many', path, { max: mostDesks })]
  if (desks.every((desk, at) => at === 0 || (desks[at - 1] as string) < desk)) return []
  return [expected(path, '升序且不重复的名称', 'names in ascending order, each once')]
}
const ofVault = ['ref', 'subject', 'field'] as const

/**
 * Refuses a change with a key or name that is longer than `limits` allow: what a plugin projects from its facts comes from outside too.
 *
 * @throws InvalidInputError naming each, with its place in the change
 */
export function checkLimits(change: Change): void {
  let issues: InputIssue[] | undefined
  // UTF-16 units are never fewer than characters: only a text of too many of those is looked at closely.
  const look = (kind: LimitedText, text: string, ...path: readonly (string | number)[]): void => {
    const max = limits[kind]
    if (text.length <= max) return
    const length = [...text].length
    if (length > max) issues = [...(issues ?? []), inputIssue('too-long', path, { max, length })]
  }
  const { index, deadlines, deliveries, vault, tallies, command } = change
  look('type', change.type, 'type')
  look('id', change.id, 'id')
  for (const name of members) look('member', index[name], 'index', name)
  look('areaPath', index.areaPath, 'index', 'areaPath')
  if (index.dueAt !== undefined && !Number.isSafeInteger(index.dueAt))
    issues = [...(issues ?? []), notWhole(['index', 'dueAt'])]
  if (index.flags.length > 0) issues = [...(issues ?? []), ...flagIssues(index.flags)]
  if (index.desks.length > 0) issues = [...(issues ?? []), ...deskIssues(index.desks)]
  for (const [at, desk] of index.desks.entries()) look('desk', desk, 'index', 'desks', at)
  for (const [at, { name }] of deadlines.put.entries()) look('deadline', name, 'deadlines', at, 'name')
  for (const [at, { destination }] of deliveries.entries())
    look('destination', destination, 'deliveries', at, 'destination')
  for (const [at, row] of vault.put.entries()) for (const name of ofVault) look('ref', row[name], 'vault', at, name)
  for (const [at, row] of tallies.entries()) {
    look('measure', row.measure, 'tallies', at, 'measure')
    look('areaPath', row.areaPath, 'tallies', at, 'areaPath')
    look('member', row.unit, 'tallies', at, 'unit')
    look('member', row.category, 'tallies', at, 'category')
    look('member', row.channel, 'tallies', at, 'channel')
  }
  if (command !== undefined) look('key', command.key, 'command', 'key')
  if (issues !== undefined && issues.length > 0) throw new InvalidInputError(issues, 'change')
}
