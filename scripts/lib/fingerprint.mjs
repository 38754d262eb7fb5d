// Decide whether a step can be skipped: its inputs are equal, and its outputs are still as they were written.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from './project.mjs'

/** One digest over the names and contents of files; a missing file counts as missing. */
export function fingerprint(paths) {
  const hash = createHash('sha256')
  for (const path of [...paths].sort()) {
    hash.update(`${relative(root, path)}\0`)
    hash.update(existsSync(path) ? readFileSync(path) : '(missing)')
    hash.update('\0')
  }
  return hash.digest('hex')
}

const stampPath = (name) => join(root, 'node_modules/.cache/huiyin', `${name}.json`)

export function readStamp(name) {
  try {
    return JSON.parse(readFileSync(stampPath(name), 'utf8'))
  } catch {
    return undefined // never written, or cut off: the step simply runs again
  }
}

export function writeStamp(name, stamp) {
  mkdirSync(dirname(stampPath(name)), { recursive: true })
  writeFileSync(stampPath(name), JSON.stringify(stamp))
}
