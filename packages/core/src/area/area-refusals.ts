import type { Bilingual } from '../contracts/text.js'
import { knownNames } from '../errors/known-names.js'
import { defineRefusals } from '../import/refusal.js'

/** What is wrong with a row of an area file. */
export const areaFaults = defineRefusals<{
  'area-repeated': { code: string; firstRow: number }
  'area-exists': { code: string }
  'area-orphan': { code: string; parent: string }
  'area-cycle': { code: string; through: readonly string[] }
  'area-level-order': { code: string; level: string; parentLevel: string }
  'area-name-repeated': { code: string; name: string; other: string; otherRow?: number }
  'area-code-form': { code: string; level: string; problem: Bilingual }
  'area-parent-missing': { code: string; level: string }
  'area-kind-unknown': { code: string; kind: string; known: readonly string[] }
  'area-fate-unknown': { code: string; name: string; level: string; candidates: readonly string[] }
}>(
  {
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
    'area-name-repeated': {
      zh: (d) =>
        `“${d.name}”与 ${d.other}${d.otherRow === undefined ? '' : `（第 ${d.otherRow} 行）`}的名称看起来相同，请加以区分。`,
      en: (d) =>
        `"${d.name}" looks the same as the name of ${d.other}${d.otherRow === undefined ? '' : ` in row ${d.otherRow}`}; tell them apart.`,
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
    'area-kind-unknown': {
      zh: (d) => `${d.code} 的网格类型 ${d.kind} 未定义；${knownNames(d.kind, d.known).zh}。`,
      en: (d) => `The kind ${d.kind} of grid ${d.code} is not declared; ${knownNames(d.kind, d.known).en}.`,
    },
    'area-fate-unknown': {
      zh: (d) =>
        `新清单中没有 ${d.code}（${d.name}），须说明其去向：合并、变更编码、拆分或撤销。${d.candidates.length > 0 ? `同名：${d.candidates.join('、')}。` : ''}`,
      en: (d) =>
        `${d.code} (${d.name}) is not in the list. Say what became of it: merged, recoded, split or retired.${d.candidates.length > 0 ? ` Of the same name: ${d.candidates.join(', ')}.` : ''}`,
    },
  },
  'form',
)

/** Every reason for which the area tree refuses a change. */
export const areaRefusals = defineRefusals<{
  'area-change-not-permitted': { actor: string; areas: readonly string[]; needs: readonly string[]; who: Bilingual }
  'area-not-in-force': { code: string }
  'area-code-taken': { code: string }
  'area-level-differs': { code: string; level: string; expected: string }
  'area-contents-wrong': { code: string; into: string }
  'area-successor-missing': { code: string }
  'area-rows-wrong': { faults: readonly { row: number; code: string; message: Bilingual }[] }
  'area-move-impossible': { code: string; parent: string }
  'area-date-past': { effectiveFrom: string }
  'area-change-unknown': { change: string }
  'area-change-clashes': { change: string; effectiveFrom: string; because: Bilingual }
  'area-plan-open': { questions: number; faults: number }
  'area-plan-changed': { digest: string; planned: string }
}>(
  {
    'area-change-not-permitted': {
      zh: (d) => `您无权调整区划 ${d.areas.join('、')}；需要：该区域的${d.who.zh}。`,
      en: (d) => `You may not change ${d.areas.join(', ')}; it takes ${d.who.en} of the area.`,
    },
    'area-not-in-force': {
      zh: (d) => `没有编码为 ${d.code} 的在用区划。`,
      en: (d) => `No area in force has the code ${d.code}.`,
    },
    'area-code-taken': {
      zh: (d) => `编码 ${d.code} 已被使用，撤销的编码不再启用。`,
      en: (d) => `Code ${d.code} is or was in use; retired codes are never used again.`,
    },
    'area-level-differs': {
      zh: (d) => `${d.code} 的层级是 ${d.level}，须为 ${d.expected}：合并与拆分只在同级之间进行。`,
      en: (d) =>
        `${d.code} is a ${d.level}, not a ${d.expected}; only areas of one level are merged, and an area is split into such.`,
    },
    'area-contents-wrong': {
      zh: (d) => `${d.code} 不能归入 ${d.into}：须为被拆分区划的直接下级，并归入拆分出的区划。`,
      en: (d) =>
        `${d.code} cannot go to ${d.into}: it must lie directly below the area that is split, and go to one it is split into.`,
    },
    'area-successor-missing': {
      zh: (d) => `撤销 ${d.code} 须指明由哪个在用区划承接。`,
      en: (d) => `When ${d.code} is retired, an area in force must stand for it: its parent, or one that is named.`,
    },
    'area-rows-wrong': {
      zh: (d) => `新区划有误：${d.faults.map((each) => each.message.zh).join('')}`,
      en: (d) => `The new areas are wrong: ${d.faults.map((each) => each.message.en).join(' ')}`,
    },
    'area-move-impossible': {
      zh: (d) => `${d.code} 不能移到 ${d.parent} 之下。`,
      en: (d) => `${d.code} cannot be moved below ${d.parent}.`,
    },
    'area-date-past': {
      zh: (d) => `生效日期 ${d.effectiveFrom} 须晚于今天。`,
      en: (d) => `The date ${d.effectiveFrom} must come after today.`,
    },
    'area-change-unknown': {
      zh: (d) => `没有编号为 ${d.change} 的待生效区划调整。`,
      en: (d) => `No change ${d.change} waits for its date.`,
    },
    'area-change-clashes': {
      zh: (d) => `与 ${d.effectiveFrom} 生效的区划调整 ${d.change} 冲突：${d.because.zh}请先取消该调整。`,
      en: (d) =>
        `The change ${d.change} of ${d.effectiveFrom} would not be possible any more: ${d.because.en} Cancel it first.`,
    },
    'area-plan-open': {
      zh: (d) => `方案尚有 ${d.questions} 处须说明、${d.faults} 处有误，未执行。`,
      en: (d) => `The plan has ${d.questions} open questions and ${d.faults} faults; nothing was changed.`,
    },
    'area-plan-changed': {
      zh: (d) => `方案已变：所审方案为 ${d.planned}，现为 ${d.digest}。请重新预览。`,
      en: (d) => `The plan is ${d.digest} now, and ${d.planned} was reviewed. Look at it again.`,
    },
  },
  {
    'area-change-not-permitted': 'forbidden',
    'area-contents-wrong': 'form',
    'area-successor-missing': 'form',
    'area-rows-wrong': 'form',
    'area-change-unknown': 'missing',
    'area-change-clashes': 'conflict',
    'area-plan-changed': 'conflict',
  },
)
