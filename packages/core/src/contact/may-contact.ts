import type { WholeCity } from '../authority/assert-may.js'
import type { Authority } from '../authority/authority.js'
import type { Actor } from '../contracts/actor.js'
import type { Refusal } from '../import/refusal.js'
import { type ContactAction, contactRefusals } from './refusals.js'

/** What it is about: a person, or an area; neither is the whole city. */
interface About {
  readonly person?: string | undefined
  readonly area?: string | undefined
}

/** Who asks, and what it is judged by. */
interface Asked {
  readonly by: Actor
  readonly authority: Authority
  readonly areas: WholeCity
}

/**
 * Whether the actor may do this with contacts. What is not about an area is about the whole city: a role counts where it is held over all of it. The system
 * may do everything but give consent.
 */
export function mayContact(action: ContactAction, { person, area }: About, { by, authority, areas }: Asked): boolean {
  if (by.kind === 'system') return action !== 'consent'
  if (action === 'useConsent') return false
  if (person === by.id && authority.parties('contacts', action).includes('self')) return true
  return area === undefined
    ? authority.mayInAll(by, 'contacts', action, areas.roots(), areas)
    : authority.mayIn(by, 'contacts', action, area, areas)
}

/** Why the actor may not do this with contacts, or `undefined`. */
export function contactRefusal(action: ContactAction, about: About, asked: Asked): Refusal | undefined {
  if (mayContact(action, about, asked)) return undefined
  const { by, authority } = asked
  const { needs, who } =
    action === 'useConsent'
      ? { needs: ['system'], who: authority.titleOf('system') }
      : authority.needed('contacts', action)
  return (
    authority.exclusion(by, needs) ?? contactRefusals['contact-not-permitted']({ actor: by.id, action, needs, who })
  )
}
