import { readFileSync } from 'node:fs'
import { wrongUse } from '../command-failure.js'

/** Why a file could not be read or written, in the words of the system. */
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
