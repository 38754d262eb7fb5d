import type { Timer } from '../contracts/timer.js'

/** What a promise that never rejects answers within so many milliseconds; `undefined` when it takes longer, or when `cancel` was called first. */
export function within<Answer>(timer: Timer, milliseconds: number, answer: Promise<Answer>) {
  let cancel = () => {}
  const tooLate = new Promise<undefined>((resolve) => {
    const callOff = timer.after(milliseconds, () => resolve(undefined))
    cancel = () => {
      callOff()
      resolve(undefined)
    }
  })
  const first = Promise.race([answer, tooLate]).finally(() => cancel())
  return { first, cancel: () => cancel() }
}
