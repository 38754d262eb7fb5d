import type { ContactPreferences } from '../contracts/directory.js'

/**
 * The kinds of addresses that are offered, in the order in which a person wants them tried: those they named first, the others after them as offered.
 *
 * @example preferredOrder({ order: ['phone', 'email'] }, ['openid', 'phone']) // ['phone', 'openid']
 */
export function preferredOrder(
  preferences: Pick<ContactPreferences, 'order'> | undefined,
  offered: readonly string[],
): readonly string[] {
  const named = (preferences?.order ?? []).filter((via) => offered.includes(via))
  return [...named, ...offered.filter((via) => !named.includes(via))]
}
