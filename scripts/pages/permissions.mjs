// The table of permissions, in English and Chinese, that stands between two marks of a page written by hand.
import { defaultPermissions } from '@huiyin/core'
import { partyNames } from '../../packages/core/src/request/parties.ts'

const columns = ['requester', 'unit', 'coUnit', 'chargedUnit', 'gridWorker', 'dispatcher', 'supervisor', 'admin']

// A command of a place's own: its table of permissions says who may issue it.
const ofThePlace = { zh: '由本地权限表确定', en: 'whom the place permits' }

/** What a party is called, found by its English name. */
export function partyWords(en) {
  const words = [...Object.values(partyNames), ofThePlace].find((party) => party.en === en)
  if (words === undefined) throw new Error(`There is not a party called "${en}"`)
  return words
}

// What the resident or the unit that is charged decides alone, no admin decides for them.
const alone = (parties) => parties.every((party) => party === 'requester' || party === 'chargedUnit')
const may = (parties, column) =>
  parties.includes(column) || parties.includes('anyone') || (column === 'admin' && !alone(parties))

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
