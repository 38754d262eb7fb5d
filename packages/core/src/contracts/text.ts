/** A text that people read, in Chinese and English. Chinese is what residents and staff see first. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}
