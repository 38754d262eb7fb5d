/** Reports long work on the error stream: one line that is overwritten on a terminal, or a line every few seconds elsewhere when asked for. */
export interface Progress {
  /** How much is done, and of how much when the total is known. */
  at(done: number, of?: number, what?: string): void
  /** The work is over. */
  end(): void
}

const everyMs = { terminal: 100, lines: 2000 }

/** Reports nothing. */
export const silentProgress: Progress = { at: () => {}, end: () => {} }

/**
 * @param write to the error stream
 * @param terminal whether the line can be written over
 */
export function tellProgress(
  title: string,
  {
    write,
    terminal,
    now,
  }: { readonly write: (text: string) => void; readonly terminal: boolean; readonly now: () => number },
): Progress {
  const started = now()
  let shownAt = terminal ? Number.NEGATIVE_INFINITY : started
  let open = false
  let last = ''

  function line(done: number, of: number | undefined, what: string): string {
    const whole = of === undefined ? '' : ` / ${of}`
    return `${title} ${done}${whole}${what && ` ${what}`} (${((now() - started) / 1000).toFixed(1)} s)`
  }
  function at(done: number, of?: number, what = ''): void {
    last = line(done, of, what)
    if (now() - shownAt < (terminal ? everyMs.terminal : everyMs.lines)) return
    shownAt = now()
    open = true
    write(terminal ? `\r\u001b[K${last}` : `${last}\n`)
  }
  function end(): void {
    if (terminal && open) write(`\r\u001b[K${last}\n`)
    else if (!terminal && last !== '') write(`${last}\n`)
  }
  return { at, end }
}
