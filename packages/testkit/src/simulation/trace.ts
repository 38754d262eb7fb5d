/** What happened, line by line, and one hash over it. */
export interface Trace {
  add(line: string): void
  /** 53 bits as lower-case hex. */
  hash(): string
  /** The lines, when they are kept. */
  readonly lines: readonly string[]
}

/** A trace with a running hash; lines are kept only when asked for. */
export function createTrace(keep: boolean): Trace {
  const lines: string[] = []
  let high = 0xdeadbeef
  let low = 0x41c6ce57

  function add(line: string): void {
    for (let i = 0; i < line.length; i++) {
      const code = line.charCodeAt(i)
      high = Math.imul(high ^ code, 2654435761)
      low = Math.imul(low ^ code, 1597334677)
    }
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ (low >>> 13)
    low = Math.imul(low ^ (low >>> 16), 3266489909) ^ (high >>> 13)
    if (keep) lines.push(line)
  }

  const hash = () => (4294967296 * (2097151 & low) + (high >>> 0)).toString(16).padStart(14, '0')
  return Object.freeze({ add, hash, lines })
}
