import type { Actor } from '@huiyin/core'

/** Whoever can run the command line can read the database anyway: it reads as the host itself. */
export const system: Actor = { id: 'system', kind: 'system', grants: [] }
