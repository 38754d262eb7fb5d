/** Who issues a command. Build it in your server from the session; core trusts it. */
export interface Actor {
  /** Opaque id. Not a phone or citizen number: ids are written into events, which cannot be erased. */
  readonly id: string
  /** `system` is core itself (deadlines, cross-record effects). The kind is written into every event next to the id. */
  readonly kind: 'resident' | 'staff' | 'system'
  /** Every role held at this moment, at most 200. Used to authorise the command, never stored. Only those of `staff` count: whoever also serves is another actor at work. */
  readonly grants: readonly Grant[]
}

/** A role held over an area's subtree, or for a handling unit. */
export interface Grant {
  /** `dispatcher` `supervisor` `gridWorker` `admin` (with `area`), `handler` (with `unit`), or a plugin's own. */
  readonly role: string
  /** Area code; the grant covers the subtree below it. `*` is the whole city. A role over an area that names none is held nowhere. */
  readonly area?: string | undefined
  /** Id of a handling unit of the catalogue; absent for a role that is held over an area. With an `area` besides, it counts there only. */
  readonly unit?: string | undefined
}
