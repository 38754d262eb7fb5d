// The table of permissions, in English and Chinese, that stands between two marks of a page written by hand.
import { defaultPermissions } from '@huiyin/core'
import { partyNames } from '../../packages/core/src/request/parties.ts'

const columns = ['requester', 'unit', 'coUnit', 'chargedUnit', 'gridWorker', 'dispatcher', 'supervisor', 'admin']

/** What a party is called, found by its English name. */
export function partyWords(en) {
  const words = Object.values(partyNames).find((party) => party.en === en)
  if (words === undefined) throw new Error(`There is not a party called "${en}"`)
  return words
}

const may = (parties, column) => column === 'admin' || parties.includes(column) || parties.includes('anyone')

/** Who may issue which command by default; the commands in the order of the groups. */
export function permissionsTable(groups, language) {
  const head = [
    language === 'zh' ? '命令' : 'command',
    '中文',
    ...columns.map((column) => partyNames[column][language]),
  ]
  const rows = groups
    .flatMap(({ commands }) => commands)
    .filter(({ name }) => name in defaultPermissions)
    .map(({ name, term }) => [
      `\`${name}\``,
      term,
      ...columns.map((column) => (may(defaultPermissions[name], column) ? '●' : '')),
    ])
  const lines = [head, head.map((_, position) => (position < 2 ? '---' : ':-:')), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
