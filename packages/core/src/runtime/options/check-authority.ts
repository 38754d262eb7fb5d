import { type Authority, createAuthority } from '../../authority/authority.js'
import { relationNames, takesNoStandIn } from '../../authority/parties.js'
import { defaultPermissions, mergePermissions, type Permissions } from '../../authority/permissions.js'
import { defaultRoles, type Role, type Roles } from '../../authority/roles.js'
import type { Bilingual } from '../../contracts/text.js'
import { faultsAfter, inBoth, refuseFaults } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'
import { retiredRole } from '../../errors/retired-roles.js'
import { frozenCopy } from '../../import/deep-freeze.js'
import type { Plugin } from '../../plugin/plugin.js'
import { permissionsOf } from '../../plugin/record/record-permissions.js'
import type { OwnCommands } from '../../request/own/own-command.js'
import { systemCommands } from '../../request/system-commands.js'
import type { HuiyinOptions } from './options.js'

const nameForm = /^[a-z][A-Za-z0-9-]{0,39}$/
const kinds: readonly string[] = ['area', 'unit', 'person'] satisfies Role['held'][]
// Held by everybody of that kind: nothing can be said of them otherwise.
const fixedRoles: ReadonlySet<string> = new Set(['resident', 'system'])

function rolesNamed(place: string, names: unknown, roles: Roles, held: unknown): Bilingual[] {
  if (names === undefined) return []
  if (!Array.isArray(names)) return [inBoth(`${place} 不是列表`, `${place} is not a list`)]
  return names.flatMap((name) => {
    if (!Object.hasOwn(roles, name)) {
      const known = knownNames(name, Object.keys(roles))
      return [
        inBoth(`${place} 列有未知角色 ${name}；${known.zh}`, `${place} names the unknown role ${name}; ${known.en}`),
      ]
    }
    return held === undefined || roles[name]?.held === held
      ? []
      : [inBoth(`${place} 的 ${name} 并非同一类岗位（held）`, `${place} names ${name}, which is held elsewhere (held)`)]
  })
}

/** What is wrong with the roles of a place. */
export function roleFaults(own: Roles): Bilingual[] {
  const all: Roles = { ...defaultRoles, ...own }
  return Object.entries(own).flatMap(([name, role]) => {
    const place = `roles.${name}`
    const retired = retiredRole(name)
    if (retired !== undefined) return [inBoth(`${place}：${retired.zh}`, `${place}: ${retired.en}`)]
    if (!nameForm.test(name) || name in {} || Object.hasOwn(relationNames, name) || fixedRoles.has(name))
      return [inBoth(`${place} 不能用作角色名`, `${place} cannot be the name of a role of a place`)]
    const { title, held, includes, excludes } = role ?? {}
    const faults: Bilingual[] = []
    if (typeof title?.zh !== 'string' || typeof title.en !== 'string' || title.zh === '' || title.en === '')
      faults.push(inBoth(`${place}.title 须有中英文名称`, `${place}.title must say it in Chinese and English`))
    if (!kinds.includes(held)) {
      const known = knownNames(held, kinds)
      faults.push(
        inBoth(`${place}.held 为 ${String(held)}；${known.zh}`, `${place}.held is ${String(held)}; ${known.en}`),
      )
    }
    faults.push(...rolesNamed(`${place}.includes`, includes, all, held))
    faults.push(...rolesNamed(`${place}.excludes`, excludes, all, undefined))
    return faults
  })
}

/** Relations that somebody may have to what is asked about; elsewhere only roles and `anyone` make sense. */
const relationsOf = (noun: string): readonly string[] => {
  switch (noun) {
    case 'requests':
      return Object.keys(relationNames).filter((name) => name !== 'self')
    case 'evaluation':
      return ['unit', 'anyone']
    case 'contacts':
    case 'privacy':
      return ['self', 'anyone']
    default:
      // Records of plugins lie with a unit or a resident, as their index says.
      return Object.hasOwn(defaultPermissions, noun) ? ['anyone'] : ['requester', 'unit', 'anyone']
  }
}

function partyFaults(noun: string, action: string, parties: unknown, roles: Roles): Bilingual[] {
  const place = noun === 'requests' ? action : `${noun}.${action}`
  // JavaScript callers may pass anything.
  if (!Array.isArray(parties)) return [inBoth(`${place} 不是角色的列表`, `${place} is not a list of parties`)]
  const known = [...relationsOf(noun), ...Object.keys(roles)]
  const unknown = parties.filter((party) => !known.includes(party))
  if (unknown.length > 0) {
    const names = unknown.map(retiredRole).find((words) => words !== undefined) ?? knownNames(unknown[0], known)
    return [
      inBoth(
        `${place} 列有未知角色 ${unknown.map(String).join('、')}；${names.zh}`,
        `${place} names the unknown parties ${unknown.map(String).join(', ')}; ${names.en}`,
      ),
    ]
  }
  if (noun !== 'requests') return []
  const own = (defaultPermissions.requests as Readonly<Record<string, readonly string[]>>)[action] ?? []
  return takesNoStandIn(own)
    ? parties
        .filter((party) => !own.includes(party))
        .map((party) =>
          inBoth(
            `${action} 不得代行：只限 ${own.join('、')}，不含 ${party}`,
            `${action} takes no stand-in: it is for ${own.join(', ')} alone, not for ${party}`,
          ),
        )
    : []
}

/** What is wrong with who may do what, whether there is such a thing to do or not. */
function tableFaults(permissions: object, roles: Roles): Bilingual[] {
  return Object.entries(permissions).flatMap(([noun, table]) => {
    if (typeof table !== 'object' || table === null)
      return [inBoth(`permissions.${noun} 不是权限表`, `permissions.${noun} is not a table`)]
    return Object.entries(table).flatMap(([action, parties]) =>
      noun === 'requests' ? commandFaults(action, parties, roles) : partyFaults(noun, action, parties, roles),
    )
  })
}

/** What is wrong with who may issue a command. */
function commandFaults(command: string, parties: unknown, roles: Roles): Bilingual[] {
  if ((systemCommands as readonly string[]).includes(command))
    return [inBoth(`${command} 只由系统发出`, `${command} is issued by the system alone`)]
  if (command === 'act')
    return [inBoth('act 的权限就是它所指命令的权限', 'act has the permission of the command that it names')]
  return partyFaults('requests', command, parties, roles)
}

/** Nouns and actions of a place's table that do not exist. `own` are the commands that the place adds; plugins name the actions of their records. */
export function unknownPermissions(
  permissions: object,
  own: Iterable<string>,
  plugins: readonly Pick<Plugin, 'permissions' | 'records'>[],
): Bilingual[] {
  const { requests: _, ...ofPlugins } = mergePermissions(...plugins.map(permissionsOf))
  const lawfulNouns: Permissions = { ...ofPlugins, ...defaultPermissions }
  return Object.entries(permissions).flatMap(([noun, table]) => {
    if (!Object.hasOwn(lawfulNouns, noun)) {
      const known = knownNames(noun, Object.keys(lawfulNouns))
      return [inBoth(`权限表列有“${noun}”；${known.zh}`, `the permissions name "${noun}"; ${known.en}`)]
    }
    const actions = Object.keys(lawfulNouns[noun] ?? {})
    const lawful = noun === 'requests' ? [...actions, ...own] : actions
    const [zh, en] = noun === 'requests' ? ['命令', 'a command'] : ['操作', `an action of ${noun}`]
    return Object.keys(table)
      .filter((action) => !lawful.includes(action))
      .map((action) => {
        const known = knownNames(action, lawful)
        return inBoth(
          `权限表列有“${action}”，这不是${zh}（${known.zh}）`,
          `the permissions name "${action}", which is not ${en} (${known.en})`,
        )
      })
  })
}

/**
 * Roles and permissions of the library, with what plugins permit and what the place says.
 *
 * @throws ConfigurationError naming every faulty role, every unknown party, and who is put in the place of somebody who decides alone
 */
export function authorityOf(
  { roles: own = {}, permissions = {}, privacy = {} }: Pick<HuiyinOptions, 'roles' | 'permissions' | 'privacy'>,
  plugins: readonly Plugin[],
  commands: OwnCommands = {},
): Authority {
  refuseFaults('以下角色不能使用', 'These roles cannot be used', roleFaults(own))
  const roles: Roles = { ...defaultRoles, ...own }
  const ofCommands = { requests: Object.fromEntries(Object.entries(commands).map(([name, { who }]) => [name, who])) }
  const ofPlugins = plugins.map((plugin) => ({ id: plugin.id, table: permissionsOf(plugin) }))
  refuseFaults('以下权限不能使用', 'These permissions cannot be used', [
    ...ofPlugins.flatMap(({ id, table }) =>
      faultsAfter(`插件 ${id}：permissions：`, `plugin ${id}: permissions: `, tableFaults(table, roles)),
    ),
    ...faultsAfter('选项 commands：', 'commands: ', tableFaults(ofCommands, roles)),
    ...tableFaults(permissions, roles),
  ])
  const tables = [...ofPlugins.map(({ table }) => table), ofCommands, permissions]
  const merged = frozenCopy(mergePermissions(defaultPermissions, ...tables))
  return createAuthority(frozenCopy(roles), merged, frozenCopy(privacy.contacts ?? {}))
}
