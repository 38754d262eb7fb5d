import { closeSync, existsSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'

/** Sets a file aside beside the database that can be thrown off when the disk is full. */
export function layBallast(path: string, bytes: number): void {
  const ballast = `${path}-ballast`
  if (bytes === 0 || existsSync(ballast)) return
  const file = openSync(ballast, 'w')
  try {
    // Written out, not only declared: a file with a hole in it keeps nothing free.
    const block = Buffer.alloc(65_536, 1)
    for (let left = bytes; left > 0; left -= block.length) writeSync(file, block, 0, Math.min(left, block.length))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Throws it off. Answers whether there was any. */
export function releaseBallast(path: string): boolean {
  const ballast = `${path}-ballast`
  if (!existsSync(ballast)) return false
  rmSync(ballast)
  return true
}
