/** Who issues a command. Build it in your server from the session; core trusts it. */
export interface Actor {
  /** Opaque id. Not a phone or citizen number: ids are written into events, which cannot be erased. */
  readonly id: string
  /** `system` is core itself (deadlines, cross-record effects). The kind is written into every event next to the id. */
  readonly kind: 'resident' | 'staff' | 'system'
  /** Every role held at this moment, at most 200; a resident needs none. Used to authorise the command, never stored. */
  readonly grants: readonly Grant[]
}

/** A role held over an area's subtree, or for a handling unit. */
export interface Grant {
  /** `dispatcher` `supervisor` `gridWorker` `admin` (with `area`), `handler` (with `unit`), or a plugin's own. */
  readonly role: string
  /** Area code; the grant covers the subtree below it. */
  readonly area?: string | undefined
  /** Id of a handling unit of the catalogue; absent for a role that is held over an area. */
  readonly unit?: string | undefined
}
