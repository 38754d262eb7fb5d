/** Who issues a command. Build it in your server from the session; core trusts it. */
export interface Actor {
  /** Opaque id. Not a phone or citizen number: ids are written into events, which cannot be erased. */
  readonly id: string
  readonly kind: 'resident' | 'staff' | 'system'
  readonly grants: readonly Grant[]
}

/** A role held over an area's subtree, or for a handling unit. */
export interface Grant {
  /** `dispatcher` `supervisor` `gridWorker` `admin` (with `area`), `handler` (with `unit`), or a plugin's own. */
  readonly role: string
  /** Area code; the grant covers the subtree below it. */
  readonly area?: string | undefined
  readonly unit?: string | undefined
}
