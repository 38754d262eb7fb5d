// The tables of roles and permissions, in English and Chinese, that stand between two marks of a page written by hand.
import { defaultPermissions, defaultRoles } from '@huiyin/core'
import { defaultAuthority } from '@huiyin/core/plugin'

const columns = ['requester', 'unit', 'unitHead', 'coUnit', 'chargedUnit', 'gridWorker', 'communityClerk', 'dispatcher', 'supervisor', 'securityAdmin'] // biome-ignore format: a list

const relations = ['requester', 'self', 'unit', 'coUnit', 'chargedUnit', 'anyone']
const partyNames = Object.fromEntries(
  [...relations, ...Object.keys(defaultRoles)].map((party) => [party, defaultAuthority.titleOf(party)]),
)

// A command of a place's own: its declaration says who may issue it.
const ofThePlace = { zh: '由本地权限表确定', en: 'whom the place permits' }

/** What a party is called, found by its English name. */
export function partyWords(en) {
  const words = [...Object.values(partyNames), ofThePlace].find((party) => party.en === en)
  if (words === undefined) throw new Error(`There is not a party called "${en}"`)
  return words
}

const may = (parties, column) =>
  parties.includes(column) || parties.includes('anyone') || (column === 'unitHead' && parties.includes('unit'))

function table(head, rows, centred = 0) {
  const rule = head.map((_, position) => (position >= head.length - centred ? ':-:' : '---'))
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Who may issue which command by default; the commands in the order of the groups. */
export function permissionsTable(groups, language) {
  const head = [
    language === 'zh' ? '命令' : 'command',
    '中文',
    ...columns.map((column) => partyNames[column][language]),
  ]
  const rows = groups
    .flatMap(({ commands }) => commands)
    .filter(({ name }) => name in defaultPermissions.requests)
    .map(({ name, term }) => [
      `\`${name}\``,
      term,
      ...columns.map((column) => (may(defaultPermissions.requests[name], column) ? '●' : '')),
    ])
  return table(head, rows, columns.length)
}

const separator = { zh: '、', en: ', ' }
const code = (names, language) => names.map((name) => `\`${name}\``).join(separator[language])

/** The roles of the library. */
export function rolesTable(language) {
  const head =
    language === 'zh'
      ? ['角色', '中文', '范围', '兼具', '不得兼任']
      : ['role', '中文', 'with', 'is also', 'never together with']
  const rows = Object.entries(defaultRoles)
    .filter(([name]) => name !== 'resident' && name !== 'system')
    .map(([name, { title, held, includes = [], excludes = [] }]) => [
      `\`${name}\``,
      title.zh,
      `\`${held}\``,
      code(includes, language),
      code(excludes, language),
    ])
  return table(head, rows)
}

/** Who may do everything else: what is no command on a request. */
export function rightsTable(language) {
  const head = language === 'zh' ? ['权限', '由谁'] : ['permission', 'who']
  const { requests, ...others } = defaultPermissions
  const reads = { read: requests.read, 'read.personal': requests['read.personal'] }
  const rows = Object.entries({ requests: reads, ...others }).flatMap(([noun, actions]) =>
    Object.entries(actions).map(([action, parties]) => [
      `\`${noun}\` \`${action}\``,
      parties.map((party) => partyNames[party][language]).join(separator[language]),
    ]),
  )
  return table(head, rows)
}
