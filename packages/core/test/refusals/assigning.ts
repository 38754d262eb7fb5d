import { handler, handling, partner, system } from '@huiyin/testkit/scenario'
import { createAuthority } from '../../src/authority/authority.js'
import { defaultPermissions, mergePermissions } from '../../src/authority/permissions.js'
import { defaultRoles } from '../../src/authority/roles.js'
import { ask, type RefusalRow } from './row.js'

const taken = () => handling().do(handler, 'assign', {})
const colleague = { ...handler, id: 'colleague' }
const openToAll = {
  authority: createAuthority(
    defaultRoles,
    mergePermissions(defaultPermissions, { requests: { assign: ['unit', 'anyone'] } }),
  ),
}

/** What stands in the way of putting a request into the hands of a person. */
export const assigningRows: readonly RefusalRow[] = [
  {
    code: 'assignee-not-of-unit',
    policy: 'who takes a request handles for the unit in charge, whomever a place lets assign',
    refused: () => ask(handling(), partner, 'assign', {}, openToAll),
    details: { person: 'engineer', unit: 'housing' },
    allowed: () => ask(handling(), handler, 'assign', {}, openToAll),
  },
  {
    code: 'assignee-not-of-unit',
    policy: 'the system is nobody who could look after a request, and may name somebody',
    refused: () => ask(handling(), system, 'assign', {}),
    details: { person: 'system', unit: 'housing' },
    allowed: () => ask(handling(), system, 'assign', { to: 'officer' }),
  },
  {
    code: 'assignee-there',
    policy: 'who takes a request without a name takes what nobody has; taking it over names the person',
    refused: () => ask(taken(), colleague, 'assign', {}),
    details: { assignee: 'officer' },
    allowed: () => ask(taken(), colleague, 'assign', { to: 'colleague' }),
  },
  {
    code: 'assignee-unchanged',
    policy: 'a person is named who does not look after it yet',
    refused: () => ask(taken(), handler, 'assign', { to: 'officer' }),
    details: { assignee: 'officer' },
    allowed: () => ask(taken(), handler, 'assign', { to: 'colleague' }),
  },
  {
    code: 'assignee-unchanged',
    policy: 'what nobody looks after is not given back',
    refused: () => ask(handling(), handler, 'assign', { to: null }),
    details: {},
    allowed: () => ask(taken(), handler, 'assign', { to: null }),
  },
]
