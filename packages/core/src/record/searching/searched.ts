/** A text of a record that is found. */
export interface Searched {
  /** Its row of the vault. */
  readonly ref: string
  /** The field it is looked for in. */
  readonly field: string
  /** `words`: by any part of it; `numbers`: by the telephone numbers in it, each as a whole. */
  readonly by: 'words' | 'numbers'
}
