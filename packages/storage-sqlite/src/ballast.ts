import { closeSync, existsSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'

/** Reserves a ballast file next to the database, which is deleted when the disk is full. */
export function layBallast(path: string, bytes: number): void {
  const ballast = `${path}-ballast`
  if (bytes === 0 || existsSync(ballast)) return
  const file = openSync(ballast, 'w')
  try {
    // Written in full, because a sparse file reserves nothing.
    const block = Buffer.alloc(65_536, 1)
    for (let left = bytes; left > 0; left -= block.length) writeSync(file, block, 0, Math.min(left, block.length))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Deletes the file. Returns whether there was one. */
export function releaseBallast(path: string): boolean {
  const ballast = `${path}-ballast`
  if (!existsSync(ballast)) return false
  rmSync(ballast)
  return true
}
