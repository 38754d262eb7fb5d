import type { Party } from './parties.js'

/** Which parties may do something, by its name. */
export type PermissionTable = Readonly<Record<string, readonly string[]>>

/** Who may do what, by noun and action: `permissions.requests.dispatch`. What no table names is refused to everybody but the system. */
export type Permissions = Readonly<Record<string, PermissionTable>>

/**
 * Who may do what by default. Of `requests` each command by its name, `read` (facts, events, deadlines, texts) and `read.personal` (the person, as far as the contact policy does not say otherwise). The
 * system may all of it, except what only the resident or the charged unit can say for themself: `rate`, `withdraw`, `correct`, `askReopen`, `appeal`.
 */
export const defaultPermissions = {
  requests: {
    submit: ['anyone'],
    answerOnTheSpot: ['gridWorker', 'communityClerk', 'dispatcher'],
    decline: ['dispatcher', 'supervisor'],
    void: ['dispatcher', 'supervisor'],
    withdraw: ['requester'],
    supplement: ['requester', 'buildingLead', 'gridWorker', 'communityClerk', 'dispatcher', 'supervisor'],
    attach: [
      'requester',
      'unit',
      'coUnit',
      'buildingLead',
      'gridWorker',
      'communityClerk',
      'dispatcher',
      'supervisor', // biome-ignore format: a list
    ],
    correct: ['requester'],
    note: ['unit', 'coUnit', 'gridWorker', 'communityClerk', 'dispatcher', 'supervisor'],
    reveal: ['unit'],
    dispatch: ['dispatcher', 'supervisor'],
    claim: ['unit'],
    returnBack: ['unitHead'],
    transfer: ['unit', 'dispatcher', 'supervisor'],
    assign: ['unit'],
    assignCoHandler: ['unit', 'dispatcher', 'supervisor'],
    coReply: ['coUnit'],
    suspend: ['unit'],
    resume: ['unit', 'dispatcher', 'supervisor'],
    requestExtension: ['unitHead'],
    decideExtension: ['supervisor'],
    reply: ['unit'],
    check: ['dispatcher', 'supervisor'],
    rate: ['requester'],
    followUp: ['dispatcher', 'supervisor'],
    askReopen: ['requester'],
    decideReopen: ['dispatcher', 'supervisor'],
    reopen: ['dispatcher', 'supervisor'],
    urge: ['requester', 'dispatcher', 'supervisor', 'gridWorker'],
    supervise: ['supervisor'],
    merge: ['dispatcher', 'supervisor'],
    unmerge: ['dispatcher', 'supervisor'],
    split: ['dispatcher', 'supervisor'],
    forceClose: ['supervisor'],
    reclassify: ['dispatcher', 'supervisor'],
    appeal: ['chargedUnit'],
    reviewAppeal: ['supervisor'],
    eraseTexts: ['securityAdmin'],
    eraseAttachment: ['requester', 'dispatcher', 'supervisor', 'securityAdmin'],
    read: [
      'requester',
      'unit',
      'coUnit',
      'chargedUnit',
      'buildingLead',
      'gridWorker',
      'communityClerk',
      'dispatcher',
      'supervisor',
      'evaluator',
      'auditor',
      'securityAdmin', // biome-ignore format: a list
    ],
    'read.personal': ['gridWorker', 'communityClerk', 'dispatcher', 'supervisor'],
  },
  areas: {
    import: ['systemAdmin'],
    change: ['systemAdmin'],
    plan: ['systemAdmin'],
  },
  teams: {
    import: ['systemAdmin'],
    join: ['systemAdmin'],
    leave: ['systemAdmin'],
    replace: ['systemAdmin'],
    forget: ['securityAdmin'],
    reveal: ['gridWorker', 'dispatcher', 'supervisor', 'securityAdmin'],
    read: [
      'buildingLead',
      'gridWorker',
      'communityClerk',
      'dispatcher',
      'supervisor',
      'evaluator',
      'auditor',
      'securityAdmin',
      'systemAdmin', // biome-ignore format: a list
    ],
  },
  contacts: {
    change: ['self', 'securityAdmin'],
    consent: ['self', 'securityAdmin'],
    erase: ['self', 'securityAdmin'],
    read: ['self', 'securityAdmin'],
    reveal: ['securityAdmin'],
    changeRecipients: ['systemAdmin'],
    readRecipients: ['dispatcher', 'supervisor', 'securityAdmin', 'systemAdmin'],
  },
  files: { check: ['auditor'], removeUnused: ['systemAdmin'] },
  privacy: { retention: ['securityAdmin'], export: ['self', 'securityAdmin'], erase: ['securityAdmin'] },
  catalogue: { import: ['systemAdmin'] },
  calendar: { amend: ['systemAdmin'] },
  policies: { adopt: ['systemAdmin'] },
  evaluation: {
    read: ['unit', 'communityClerk', 'dispatcher', 'supervisor', 'evaluator', 'auditor'],
    freeze: ['evaluator'],
    recount: ['evaluator', 'auditor'],
  },
  deliveries: { read: ['systemAdmin'], operate: ['systemAdmin'] },
  audit: { verify: ['auditor'], checkpoint: ['auditor'] },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly Party[]>>>>

/** The nouns of the library. */
export type Noun = keyof typeof defaultPermissions
/** What one may do with a noun. */
export type ActionOf<Of extends Noun> = keyof (typeof defaultPermissions)[Of] & string

/** What a place does otherwise: only the entries that differ. `Own` are its own roles. */
export type PlacePermissions<Own extends string = never> = {
  readonly [Of in Noun]?: { readonly [Action in ActionOf<Of>]?: readonly Party<Own>[] } & {
    readonly [command: string]: readonly Party<Own>[] | undefined
  }
} & { readonly [noun: string]: { readonly [action: string]: readonly Party<Own>[] | undefined } | undefined }

/** Tables laid over each other: of two entries with one name the later one counts. */
export function mergePermissions(...all: readonly (object | undefined)[]): Permissions {
  const merged = new Map<string, Map<string, readonly string[]>>()
  for (const [noun, table] of all.flatMap((each) => Object.entries(each ?? {}) as [string, object | undefined][])) {
    const known = merged.get(noun) ?? new Map<string, readonly string[]>()
    for (const [action, parties] of Object.entries(table ?? {})) if (parties !== undefined) known.set(action, parties)
    merged.set(noun, known)
  }
  return Object.fromEntries([...merged].map(([noun, table]) => [noun, Object.fromEntries(table)]))
}
