/** A text that people read, in Chinese and English. Chinese is what residents and staff see first. */
export interface Bilingual {
  /** Simplified Chinese, a whole sentence or label; complete without the English. */
  readonly zh: string
  /** English with the same content. */
  readonly en: string
}
