import type { RequestFacts } from '../facts.js'

/** What an event changes of the facts, by member; `undefined` takes a member away. */
export type Patch = { readonly [Key in keyof RequestFacts]?: RequestFacts[Key] | undefined }
