import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { type Person, people } from './city.ts'

const name = 'session'
const lifetime = 8 * 3600

/** Who is signed in, by a random id that only the cookie and this process know. A restart signs everybody out. */
export function createSessions(now: () => number = Date.now) {
  const sessions = new Map<string, { readonly person: Person; readonly until: number }>()

  return {
    /** Signs in under a new id each time, so that an id planted in the browser beforehand is worth nothing. */
    signIn(c: Context, id: unknown): Person | undefined {
      const person = people.find(({ actor }) => actor.id === id)
      if (person === undefined) return undefined
      sessions.delete(getCookie(c, name) ?? '')
      for (const [old, { until }] of sessions) if (until <= now()) sessions.delete(old)
      const session = randomBytes(32).toString('base64url')
      sessions.set(session, { person, until: now() + lifetime * 1000 })
      // Behind HTTPS add `secure: true`.
      setCookie(c, name, session, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: lifetime })
      return person
    },
    signOut(c: Context): void {
      sessions.delete(deleteCookie(c, name, { path: '/' }) ?? '')
    },
    /** The person of this request's cookie. */
    current(c: Context): Person | undefined {
      const found = sessions.get(getCookie(c, name) ?? '')
      return found !== undefined && found.until > now() ? found.person : undefined
    },
  }
}

/** The sessions of one process. */
export type Sessions = ReturnType<typeof createSessions>
