import type { FileAbout } from '../contracts/files.js'
import { expected, type InputIssue, inputIssue } from '../errors/input-issue.js'
import { InvalidInputError } from '../errors.js'

const maxRef = 255
const digestForm = /^(?:sha256|sm3):[0-9a-f]{64}$/
const mediaType = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:;[ -~]*)?$/

/** Whether a text is a digest of a file: `sha256:…` or `sm3:…`. */
export const isFileDigest = (text: string): boolean => digestForm.test(text)

/** Whether a text is a media type. */
export const isMediaType = (text: string): boolean => text.length <= 255 && mediaType.test(text)

function refIssues(ref: unknown): InputIssue[] {
  const path = ['ref']
  if (typeof ref !== 'string') return [inputIssue('wrong-type', path, { expected: 'text' })]
  if (ref === '') return [inputIssue('empty', path, {})]
  if (ref.length > maxRef) return [inputIssue('too-long', path, { max: maxRef, length: ref.length })]
  if (!ref.isWellFormed()) return [inputIssue('forbidden-character', path, { character: 'surrogate' })]
  return ref.includes('\0') ? [inputIssue('forbidden-character', path, { character: 'nul' })] : []
}

/** For file stores: refuses a reference that is none. @throws InvalidInputError */
export function checkFileRef(ref: string): void {
  const issues = refIssues(ref)
  if (issues.length > 0) throw new InvalidInputError(issues, 'file')
}

/** For file stores: refuses a reference or a description that is none, before anything is read or written. @throws InvalidInputError naming every fault */
export function checkFile(ref: string, about: FileAbout): void {
  const issues = refIssues(ref)
  const { type, size, digest } = about
  if (typeof type !== 'string' || !isMediaType(type))
    issues.push(expected(['type'], '媒体类型，如 image/jpeg', 'a media type, such as image/jpeg'))
  if (!Number.isSafeInteger(size) || size < 0)
    issues.push(expected(['size'], '字节数，不小于 0 的整数', 'a number of bytes, whole and 0 or more'))
  if (typeof digest !== 'string' || !isFileDigest(digest))
    issues.push(expected(['digest'], 'sha256: 或 sm3: 加 64 位小写十六进制', 'sha256: or sm3: and 64 hex digits'))
  if (issues.length > 0) throw new InvalidInputError(issues, 'file')
}
