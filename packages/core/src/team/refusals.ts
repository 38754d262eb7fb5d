import type { Bilingual } from '../contracts/text.js'
import { defineRefusals } from '../import/refusal.js'
import type { TeamRole } from './team.js'

const roleNames: Readonly<Record<TeamRole, { zh: string; en: string }>> = {
  gridLead: { zh: '网格长', en: 'grid lead' },
  gridWorker: { zh: '网格员', en: 'grid worker' },
  gridAdviser: { zh: '网格指导员', en: 'grid adviser' },
  buildingLead: { zh: '红色楼长', en: 'building lead' },
  partner: { zh: '红色合伙人', en: 'partner' },
}

const spanZh = (from: string, to: string | undefined) => (to === undefined ? `${from} 起` : `${from} 起至 ${to} 前`)
const spanEn = (from: string, to: string | undefined) =>
  to === undefined ? `from ${from} on` : `from ${from} until ${to}`

/** Every reason for which a team refuses a change. */
export const teamRefusals = defineRefusals<{
  'team-change-not-permitted': { actor: string; grid: string; needs: readonly string[]; who: Bilingual }
  'team-reveal-not-permitted': { actor: string; grid: string; needs: readonly string[]; who: Bilingual }
  'team-unknown': { grid: string }
  'grid-unknown': { grid: string }
  'membership-overlaps': { member: string; role: TeamRole; from: string; to: string | undefined }
  'grid-led-by-another': { lead: string; from: string; to: string | undefined }
  'not-a-member': { member: string; on: string }
  'member-still-serves': { member: string; on: string }
}>(
  {
    'team-change-not-permitted': {
      zh: (d) => `您无权调整网格 ${d.grid} 的工作队；需要：该区域的${d.who.zh}。`,
      en: (d) => `You may not change the team of grid ${d.grid}; it takes ${d.who.en} of the area.`,
    },
    'team-reveal-not-permitted': {
      zh: (d) => `您无权查看网格 ${d.grid} 工作队的姓名与电话；需要：该区域的${d.who.zh}。`,
      en: (d) =>
        `You may not see names and phone numbers of the team of grid ${d.grid}; it takes ${d.who.en} of the area.`,
    },
    'team-unknown': {
      zh: (d) => `网格 ${d.grid} 没有登记工作队。`,
      en: (d) => `No team is recorded for grid ${d.grid}.`,
    },
    'grid-unknown': {
      zh: (d) => `没有编码为 ${d.grid} 的在用网格。`,
      en: (d) => `No grid in force has the code ${d.grid}.`,
    },
    'membership-overlaps': {
      zh: (d) => `人员 ${d.member} 已任本网格${roleNames[d.role].zh}（${spanZh(d.from, d.to)}），任期不能重叠。`,
      en: (d) => `${d.member} already serves this grid as ${roleNames[d.role].en} ${spanEn(d.from, d.to)}.`,
    },
    'grid-led-by-another': {
      zh: (d) => `本网格已有网格长 ${d.lead}（${spanZh(d.from, d.to)}）；一个网格同时只能有一名网格长。`,
      en: (d) => `${d.lead} leads this grid ${spanEn(d.from, d.to)}; a grid has one lead at a time.`,
    },
    'not-a-member': {
      zh: (d) => `人员 ${d.member} 在 ${d.on} 不在本网格工作队任职。`,
      en: (d) => `${d.member} does not serve in this team on ${d.on}.`,
    },
    'member-still-serves': {
      zh: (d) => `人员 ${d.member} 在 ${d.on} 及以后仍在本网格任职，姓名与电话须待离任后删除。`,
      en: (d) => `${d.member} serves in this team on ${d.on} or later; name and phone are erased after they have left.`,
    },
  },
  {
    'team-change-not-permitted': 'forbidden',
    'team-reveal-not-permitted': 'forbidden',
    'team-unknown': 'missing',
    'grid-unknown': 'missing',
    'membership-overlaps': 'conflict',
    'grid-led-by-another': 'conflict',
    'not-a-member': 'missing',
  },
)
