import { cityActors } from '@huiyin/testkit'
import { city, security, streetAdmin } from './city.js'
import { type RefusalRow, refusalOf } from './row.js'

type World = Awaited<ReturnType<typeof city>>
type Result = { readonly ok: boolean; readonly refusal?: never }

const person = cityActors.resident.id
const self = { by: cityActors.resident }
const phone = { via: 'phone', address: '13800000001' }
const system = { by: { id: 'system', kind: 'system', grants: [] } as const }

/** Asked of a city where one resident has a phone, and has allowed one message. */
const asked = (what: (world: World) => Promise<unknown>) => async () => {
  const world = await city()
  await world.contacts.setAddress(person, phone, self)
  await world.contacts.consent(person, { to: 'digest', version: 'v1', way: 'paper', times: 1 }, self)
  return refusalOf((await what(world)) as Result)
}

/** How people are reached. */
export const contactRows: readonly RefusalRow[] = [
  {
    code: 'contact-not-permitted',
    policy: 'people change their own contact, and a security administrator of the whole city any',
    refused: asked(({ contacts }) => contacts.setAddress(person, phone, { by: streetAdmin })),
    details: {
      actor: 'staff-street',
      action: 'change',
      needs: ['self', 'securityAdmin'],
      who: { zh: '本人、安全管理员', en: 'the person or a security administrator' },
    },
    allowed: asked(({ contacts }) => contacts.setAddress(person, phone, security)),
  },
  {
    code: 'contact-unknown',
    policy: 'there must be something to look at',
    refused: asked(({ contacts }) => contacts.reveal('res-nobody', { reason: '核实' }, security)),
    details: { person: 'res-nobody' },
    allowed: asked(({ contacts }) => contacts.reveal(person, { reason: '核实' }, security)),
  },
  {
    code: 'address-unknown',
    policy: 'what is not there cannot be removed',
    refused: asked(({ contacts }) => contacts.removeAddress(person, { via: 'email' }, self)),
    details: { via: 'email' },
    allowed: asked(({ contacts }) => contacts.removeAddress(person, { via: 'phone' }, self)),
  },
  {
    code: 'consent-not-given',
    policy: 'one message uses one grant',
    refused: asked(async ({ contacts }) => {
      await contacts.useConsent(person, { to: 'digest' }, system)
      return contacts.useConsent(person, { to: 'digest' }, system)
    }),
    details: { to: 'digest' },
    allowed: asked(({ contacts }) => contacts.useConsent(person, { to: 'digest' }, system)),
  },
]
