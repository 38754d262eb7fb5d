import type { Bilingual, Notice } from '@huiyin/core/contracts'

/** A line for each type of event that is carried; what stands in braces is filled in from the notice. */
export type Templates = Readonly<Record<string, Bilingual>>

/** What a city in its first weeks wants to read: who has to move, and what is late. */
export const templates: Templates = {
  'request.submitted': {
    zh: '诉求 {number}（{category}，{area}）新上报，请受理',
    en: 'Request {number} ({category}, {area}) was reported and waits to be accepted',
  },
  'request.dispatched': {
    zh: '诉求 {number} 已派单至{unit}，请于{deadline}办结',
    en: 'Request {number} was dispatched to {unit}, to be completed {deadline}',
  },
  'request.warned': {
    zh: '诉求 {number} 即将到期（黄牌）：{deadline}，承办单位：{unit}',
    en: 'Request {number} is due soon (yellow card): {deadline}, with {unit}',
  },
  'request.overdue': {
    zh: '诉求 {number} 已超期（红牌），承办单位：{unit}',
    en: 'Request {number} is overdue (red card), with {unit}',
  },
  'request.completed': {
    zh: '诉求 {number} 已办结，请评价',
    en: 'Request {number} is completed, please rate it',
  },
}

const inLanguage = (value: unknown, language: keyof Bilingual): string =>
  typeof value === 'object' && value !== null ? String((value as Bilingual)[language] ?? '—') : String(value ?? '—')

/** The template filled in: Chinese first, then English. An event without a template is told by its title, and an end by its last word too. */
export function lineOf({ event, title, echo, params }: Notice, known: Templates): string {
  const values: Readonly<Record<string, unknown>> = {
    ...params,
    area: params.area?.name,
    deadline: params.deadline?.words,
  }
  const filled = (language: keyof Bilingual) =>
    (known[event] ?? title)[language].replace(/\{(\w+)\}/g, (_, name: string) => inLanguage(values[name], language))
  const said = (language: keyof Bilingual) => [filled(language), echo?.[language]].filter(Boolean).join(' ')
  return `${said('zh')} | ${said('en')}`.replaceAll(/\s+/g, ' ')
}
