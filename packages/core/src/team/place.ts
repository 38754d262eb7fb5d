import type { TeamAreas } from '../area/directory.js'

/** The grid in force that a code stands for: its own, or that of the grid that took its place; the code itself when there is none. */
export function placeOf(areas: TeamAreas, grid: string): string {
  const successor = areas.successorOf(grid)
  return successor !== undefined && areas.isGrid(successor) ? successor : grid
}
