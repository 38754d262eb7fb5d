/** Where waiting comes from: the loops and the time limits of channels use it, decisions never do. */
export interface Timer {
  /** Calls back once after so many milliseconds, at most 2^31 − 1; the function returned calls it off. */
  after(milliseconds: number, callback: () => void): () => void
}
