import { holdsOver, holdsOverAll, type Lying } from '../authority/grants.js'
import type { Actor } from '../contracts/actor.js'

/** Who stands in which relation to a contact: the person themself, the system, or a role. */
type ContactParty = 'self' | 'system' | 'admin' | 'dispatcher' | 'supervisor'

/** What is done with contacts, as the table names it. */
export type ContactAction = keyof typeof contactPermissions

/**
 * Who may do what with contacts. What is not about an area is about the whole city: a role counts where it is held over all of it. The system may do
 * everything but give consent.
 */
export const contactPermissions = {
  change: ['self', 'admin'],
  consent: ['self', 'admin'],
  useConsent: ['system'],
  erase: ['self', 'admin'],
  read: ['self', 'admin'],
  reveal: ['admin'],
  changeRecipients: ['admin'],
  readRecipients: ['admin', 'dispatcher', 'supervisor'],
} as const satisfies Readonly<Record<string, readonly ContactParty[]>>

/** What it is about: a person, or an area; neither is the whole city. */
interface About {
  readonly person?: string
  readonly area?: string | undefined
}

/** What is asked of the area tree. */
export interface ContactAreas extends Lying {
  /** Codes of the areas that lie below no other: together they are the whole city. */
  roots(): readonly string[]
}

/** Whether the actor may do this with contacts. Every question about them is answered here. */
export function mayContact(action: ContactAction, by: Actor, { person, area }: About, areas: ContactAreas): boolean {
  if (by.kind === 'system') return action !== 'consent'
  const parties: readonly ContactParty[] = contactPermissions[action]
  return parties.some((party) => {
    if (party === 'system') return false
    if (party === 'self') return person !== undefined && by.id === person
    return area === undefined ? holdsOverAll(by, party, areas.roots(), areas) : holdsOver(by, party, area, areas)
  })
}
