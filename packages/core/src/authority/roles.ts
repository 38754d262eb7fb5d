import type { RoleName } from '../contracts/actor.js'
import type { Bilingual } from '../contracts/text.js'
import { deskTitles } from './desk-titles.js'

/** A role, as data: what it is called, where it is held, and what it goes together with. */
export interface Role {
  /** What people call it. */
  readonly title: Bilingual
  /** Over an area's subtree, for a handling unit, or by the person alone: what a grant of the role has to name. */
  readonly held: 'area' | 'unit' | 'person'
  /** Roles that it works as besides, where it is held: a head of a unit is a handler of it. Default: none. */
  readonly includes?: readonly string[]
  /** Roles that nobody may hold together with it. Whoever does is refused what either gives. Default: none. */
  readonly excludes?: readonly string[]
}

/** Roles by their names. */
export type Roles = Readonly<Record<string, Role>>

/**
 * The roles that come with the library. The three administrators 三员分立 (GB/T 22239) exclude each other: who runs the system does not decide who sees
 * what, and neither judges the record.
 */
export const defaultRoles = {
  resident: { title: { zh: '居民', en: 'a resident' }, held: 'person' },
  buildingLead: { title: { zh: '红色楼长', en: 'a building lead' }, held: 'area' },
  gridWorker: { title: { zh: '网格员', en: 'a grid worker' }, held: 'area' },
  gridLead: { title: { zh: '网格长', en: 'a grid lead' }, held: 'area', includes: ['gridWorker'] },
  communityClerk: { title: { zh: '社区工作人员', en: 'a community clerk' }, held: 'area' },
  dispatcher: { title: deskTitles.dispatcher, held: 'area' },
  handler: { title: { zh: '承办人', en: 'a handler of the unit' }, held: 'unit' },
  unitHead: { title: { zh: '承办单位负责人', en: 'the head of the unit' }, held: 'unit', includes: ['handler'] },
  supervisor: { title: deskTitles.supervisor, held: 'area' },
  evaluator: { title: { zh: '考核人员', en: 'an evaluator' }, held: 'area' },
  auditor: {
    title: { zh: '安全审计员', en: 'an auditor' },
    held: 'area',
    excludes: ['securityAdmin', 'systemAdmin'],
  },
  securityAdmin: {
    title: { zh: '安全管理员', en: 'a security administrator' },
    held: 'area',
    excludes: ['auditor', 'systemAdmin'],
  },
  systemAdmin: {
    title: { zh: '系统管理员', en: 'a system administrator' },
    held: 'area',
    excludes: ['auditor', 'securityAdmin'],
  },
  system: { title: { zh: '系统', en: 'the system' }, held: 'person' },
} as const satisfies Readonly<Record<RoleName, Role>>
