/** Who issues a command or reads. Build it in your server from the session; core trusts it. */
export interface Actor {
  /** Opaque id. Not a phone or citizen number: ids are written into events, which cannot be erased. */
  readonly id: string
  /** `system` is core itself (deadlines, cross-record effects). The kind is written into every event next to the id. */
  readonly kind: 'resident' | 'staff' | 'system'
  /** Every role held at this moment, at most 200. Used to authorise, never stored. Only those of `staff` count: whoever also serves is another actor at work. */
  readonly grants: readonly Grant[]
}

/** Names of the roles that come with the library; `defaultRoles` says of each what it is called and where it is held. */
export type RoleName =
  | 'resident'
  | 'buildingLead'
  | 'gridWorker'
  | 'gridLead'
  | 'communityClerk'
  | 'dispatcher'
  | 'handler'
  | 'unitHead'
  | 'supervisor'
  | 'evaluator'
  | 'auditor'
  | 'securityAdmin'
  | 'systemAdmin'
  | 'system'

/** A role held over an area's subtree, for a handling unit, or by the person alone: the role says which. */
export interface Grant {
  /** One of `defaultRoles`, or of the place's own `roles`. A role that is neither gives nothing. */
  readonly role: RoleName | (string & {})
  /** Area code; the grant covers the subtree below it. `*` is the whole city. A role over an area that names none is held nowhere. */
  readonly area?: string | undefined
  /** Id of a handling unit of the catalogue; absent for a role that is held over an area. With an `area` besides, it counts there only. */
  readonly unit?: string | undefined
}
