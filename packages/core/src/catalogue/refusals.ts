import type { Bilingual } from '../contracts/text.js'
import { defineRefusals } from '../import/refusal.js'

/** Every reason for which the catalogue refuses an import as a whole. */
export const catalogueRefusals = defineRefusals<{
  'catalogue-import-not-permitted': { actor: string; needs: readonly string[]; who: Bilingual }
}>(
  {
    'catalogue-import-not-permitted': {
      zh: (d) => `您无权导入责任目录；需要：全市的${d.who.zh}。`,
      en: (d) => `You may not import the responsibility catalogue; it takes ${d.who.en} of the whole city.`,
    },
  },
  { 'catalogue-import-not-permitted': 'forbidden' },
)

/** What can be wrong with one place of an imported catalogue. `other` is the row, counted from 1, that it clashes with. */
export const catalogueFaults = defineRefusals<{
  'unit-repeated': { unit: string; other: number }
  'category-repeated': { category: string; other: number }
  'unit-not-listed': { unit: string }
  'category-not-listed': { category: string }
  'area-not-in-use': { area: string }
  'unit-named-twice': { unit: string }
  'unit-cycle': { units: readonly string[] }
  'category-cycle': { categories: readonly string[] }
  'rules-conflict': { category: string; area: string | undefined; other: number }
  'fallback-missing': object
}>(
  {
    'unit-repeated': {
      zh: (d) => `单位编号 ${d.unit} 与第 ${d.other} 行重复。`,
      en: (d) => `Unit ${d.unit} is already in row ${d.other}.`,
    },
    'category-repeated': {
      zh: (d) => `分类编码 ${d.category} 与第 ${d.other} 行重复。`,
      en: (d) => `Category ${d.category} is already in row ${d.other}.`,
    },
    'unit-not-listed': {
      zh: (d) => `单位 ${d.unit} 不在本目录的承办单位之列。`,
      en: (d) => `${d.unit} is not among the units of this catalogue.`,
    },
    'category-not-listed': {
      zh: (d) => `分类 ${d.category} 不在本目录的分类之列。`,
      en: (d) => `${d.category} is not among the categories of this catalogue.`,
    },
    'area-not-in-use': {
      zh: (d) => `从未有过编码为 ${d.area} 的网格或区划。`,
      en: (d) => `No area has or had the code ${d.area}.`,
    },
    'unit-named-twice': {
      zh: (d) => `同一条规则中重复填写了单位 ${d.unit}。`,
      en: (d) => `The rule names unit ${d.unit} twice.`,
    },
    'unit-cycle': {
      zh: (d) => `单位的上级循环：${d.units.join(' → ')}。`,
      en: (d) => `The parents of these units form a cycle: ${d.units.join(' → ')}.`,
    },
    'category-cycle': {
      zh: (d) => `分类的上级循环：${d.categories.join(' → ')}。`,
      en: (d) => `The parents of these categories form a cycle: ${d.categories.join(' → ')}.`,
    },
    'rules-conflict': {
      zh: (d) => `分类 ${d.category}（${d.area ?? '全域'}）已由第 ${d.other} 行规则指定承办单位，不能重复。`,
      en: (d) =>
        `Row ${d.other} already says who handles ${d.category} ${d.area === undefined ? 'everywhere' : `in ${d.area}`}.`,
    },
    'fallback-missing': {
      zh: () => '未指定兜底单位（fallback）：没有规则的诉求将无人承办。',
      en: () => 'The fallback unit is missing: nobody would handle what no rule covers.',
    },
  },
  'form',
)
