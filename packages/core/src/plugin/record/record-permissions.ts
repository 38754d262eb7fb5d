import { mergePermissions, type Permissions } from '../../authority/permissions.js'
import type { Plugin } from '../plugin.js'
import { eraseCommand } from './bound-command.js'
import { erasers } from './record-authority.js'
import type { AnyRecordDefinition } from './record-definition.js'

// What a function decides is in no table, and no place can say otherwise.
function tableOf({ may, erases = erasers }: AnyRecordDefinition): Permissions[string] {
  const rules = Object.entries({ ...may, [eraseCommand]: erases })
  return Object.fromEntries(rules.filter(([, rule]) => Array.isArray(rule))) as Permissions[string]
}

/** Who may do what, as a plugin says: in `permissions`, and in `may` and `erases` of its records. */
export function permissionsOf({ permissions, records = [] }: Pick<Plugin, 'permissions' | 'records'>): Permissions {
  const ofRecords = Object.fromEntries(records.map((each) => [each.kind.type, tableOf(each)]))
  return mergePermissions(ofRecords as Permissions, permissions as Permissions)
}
