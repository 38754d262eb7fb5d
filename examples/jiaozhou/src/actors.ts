import type { Actor } from '@huiyin/core'

const county = '370281'

/** 市城乡网格治理中心: accepts reports, dispatches and follows up. */
export const desk: Actor = { id: 'staff-desk', kind: 'staff', grants: [{ role: 'dispatcher', area: county }] }
/** Supervises for the city. */
export const chief: Actor = { id: 'staff-chief', kind: 'staff', grants: [{ role: 'supervisor', area: county }] }
/** The second reviewer of appeals. */
export const deputy: Actor = { id: 'staff-deputy', kind: 'staff', grants: [{ role: 'supervisor', area: county }] }
/** Sets the city up. */
export const systemAdmin: Actor = { id: 'staff-admin', kind: 'staff', grants: [{ role: 'systemAdmin', area: county }] }

/** The head of a handling unit, who does its work too. */
export function officer(unit: string): Actor {
  return { id: `officer-${unit}`, kind: 'staff', grants: [{ role: 'unitHead', unit }] }
}

/** One of a unit's people, from 1. */
export function worker(unit: string, number: number): Actor {
  return { id: `worker-${unit}-${number}`, kind: 'staff', grants: [{ role: 'handler', unit }] }
}

export function resident(id: string): Actor {
  return { id, kind: 'resident', grants: [] }
}

/** A grid worker reports on patrol, as staff of the grid. */
export function patrol(id: string, grid: string): Actor {
  return { id, kind: 'staff', grants: [{ role: 'gridWorker', area: grid }] }
}

/** The host itself: it reads what it shows and reports. */
export const system: Actor = { id: 'system', kind: 'system', grants: [] }
