import type { Bilingual } from '../contracts/text.js'
import { defineRefusals } from '../import/refusal.js'

/** What is wrong with a row of an area file. */
export const areaFaults = defineRefusals<{
  'area-repeated': { code: string; firstRow: number }
  'area-exists': { code: string }
  'area-orphan': { code: string; parent: string }
  'area-cycle': { code: string; through: readonly string[] }
  'area-level-order': { code: string; level: string; parentLevel: string }
  'area-code-form': { code: string; level: string; problem: Bilingual }
  'area-parent-missing': { code: string; level: string }
}>({
  'area-repeated': {
    zh: (d) => `编码 ${d.code} 与第 ${d.firstRow} 行重复。`,
    en: (d) => `Code ${d.code} is already in row ${d.firstRow}.`,
  },
  'area-exists': {
    zh: (d) => `编码 ${d.code} 已被使用（含已撤销的），且内容与本行不同。`,
    en: (d) => `Code ${d.code} is or was in use, and this row says something else.`,
  },
  'area-orphan': {
    zh: (d) => `${d.code} 的上级 ${d.parent} 不存在或已撤销。`,
    en: (d) => `The parent ${d.parent} of ${d.code} does not exist or is retired.`,
  },
  'area-cycle': {
    zh: (d) => `上级关系成环：${d.through.join(' → ')}。`,
    en: (d) => `The parents form a cycle: ${d.through.join(' → ')}.`,
  },
  'area-level-order': {
    zh: (d) => `${d.code}（${d.level}）不能位于 ${d.parentLevel} 之下。`,
    en: (d) => `${d.code} (${d.level}) cannot lie below a ${d.parentLevel}.`,
  },
  'area-code-form': {
    zh: (d) => `${d.level} 的编码 ${d.code} 有误：${d.problem.zh}。`,
    en: (d) => `The ${d.level} code ${d.code} is wrong: ${d.problem.en}.`,
  },
  'area-parent-missing': {
    zh: (d) => `${d.code}（${d.level}）须有上级。`,
    en: (d) => `${d.code} (${d.level}) needs a parent.`,
  },
})

/** Every reason for which the area tree refuses a change. */
export const areaRefusals = defineRefusals<{
  'area-change-not-permitted': { actor: string; areas: readonly string[] }
  'area-not-in-force': { code: string }
  'area-code-taken': { code: string }
  'area-not-a-grid': { code: string; level: string }
  'area-rows-wrong': { faults: readonly { row: number; code: string; message: Bilingual }[] }
  'area-move-impossible': { code: string; parent: string }
}>({
  'area-change-not-permitted': {
    zh: (d) => `您无权调整区划 ${d.areas.join('、')}；需要：该区域的管理员。`,
    en: (d) => `You may not change ${d.areas.join(', ')}; only an admin of the area may.`,
  },
  'area-not-in-force': {
    zh: (d) => `没有编码为 ${d.code} 的在用区划。`,
    en: (d) => `No area in force has the code ${d.code}.`,
  },
  'area-code-taken': {
    zh: (d) => `编码 ${d.code} 已被使用，撤销的编码不再启用。`,
    en: (d) => `Code ${d.code} is or was in use; retired codes are never used again.`,
  },
  'area-not-a-grid': {
    zh: (d) => `${d.code}（${d.level}）不是网格，不能拆分或合并。`,
    en: (d) => `${d.code} (${d.level}) is not a grid; only grids can be split or merged.`,
  },
  'area-rows-wrong': {
    zh: (d) => `新区划有误：${d.faults.map((each) => each.message.zh).join('')}`,
    en: (d) => `The new areas are wrong: ${d.faults.map((each) => each.message.en).join(' ')}`,
  },
  'area-move-impossible': {
    zh: (d) => `${d.code} 不能移到 ${d.parent} 之下。`,
    en: (d) => `${d.code} cannot be moved below ${d.parent}.`,
  },
})
