// What texts are found by: shapes of the Storage contract.

/**
 * What one row of the vault is found by. It is personal data as the row is: kept beside it, written and erased in the same transaction, and nothing of it
 * is left in the files of the storage where nothing of the text is.
 */
export interface SearchWrite {
  /** The row of the vault: with that row it is erased. At most one for each. */
  readonly ref: string
  /** Where it is looked for, such as `description`: whoever asks names the fields that they may read. */
  readonly field: string
  /** The text, folded by core: words are looked for within it, code point by code point. Empty for one that is found by `keys` alone. */
  readonly text: string
  /** Digests that it is found by, each as a whole, at most 64 characters each; usually none. */
  readonly keys: readonly string[]
}

/** What records are found by of the search index. Every member that is given must hold, each in some row whose field is among `fields`. */
export interface SearchQuery {
  /** Where to look: rows of other fields are as if they were not there. */
  readonly fields: readonly string[]
  /** Each stands, as a whole, within some text: folded by core, without blanks, and one of them of two characters (code points) or more. Absent: no text is asked for. */
  readonly words?: readonly string[]
  /** One of these is among the digests of some row. Absent: none is asked for. */
  readonly keys?: readonly string[]
}
