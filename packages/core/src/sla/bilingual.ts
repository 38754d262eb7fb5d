/** A text people read, in both languages of the documentation. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}
