import { holdsOver, type Lying } from '../authority/grants.js'
import type { Actor } from '../contracts/actor.js'

/** Who may do what with the team of a grid: a role counts where it is held over the grid. The system may do everything. */
export const teamPermissions = {
  change: ['admin'],
  reveal: ['admin', 'dispatcher', 'supervisor', 'gridWorker'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Whether the actor may do this with the team of this grid. A retired grid is looked after where its successor lies. */
export function mayTeam(action: keyof typeof teamPermissions, by: Actor, grid: string, areas: Lying): boolean {
  return by.kind === 'system' || teamPermissions[action].some((role) => holdsOver(by, role, grid, areas))
}
