import { notPermittedError, type WholeCity } from '../authority/assert-may.js'
import type { Authority } from '../authority/authority.js'
import type { Actor } from '../contracts/actor.js'
import type { MeasureOptions } from './query.js'

/**
 * Figures are for whom the place names, over the area that is asked for or over the whole city; a unit reads its own.
 *
 * @throws NotPermittedError for anybody else
 */
export function assertMayMeasure(
  authority: Authority,
  areas: WholeCity,
  by: Actor,
  { within, unit }: Pick<MeasureOptions, 'within' | 'unit'>,
): void {
  const codes = within === undefined ? areas.roots() : [within]
  if (authority.mayInAll(by, 'evaluation', 'read', codes, areas)) return
  const ofUnits = authority.parties('evaluation', 'read').flatMap((party) => {
    if (party === 'unit') return ['handler']
    return authority.heldAt(party) === 'unit' ? [party] : []
  })
  const handles = (role: string) =>
    codes.length > 0 && codes.every((code) => authority.unitsOf(by, role, code, areas).some((each) => each === unit))
  if (unit === undefined || !ofUnits.some(handles)) throw notPermittedError(authority, by, 'evaluation', 'read')
}
