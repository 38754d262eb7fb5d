import { readFileSync } from 'node:fs'
import { wrongUse } from '../command-failure.js'

/** The message of the operating system for a file that could not be read or written. */
export const causeOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** The bytes of a file that the operator named. */
export function readNamedFile(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw wrongUse(
      `无法读取 ${path}：${causeOf(error)}`,
      `${path} cannot be read: ${causeOf(error)}`,
      { file: path },
      error,
    )
  }
}
