import type { Bilingual } from '../../contracts/text.js'
import { inBoth } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'
import { isMediaType } from '../../file/check-file.js'
import type { AttachmentPolicy } from '../../request/attachments/policy.js'

const steps: readonly string[] = ['report', 'supplement', 'proof', 'check']

/** What is wrong with the rules for attachments of a place. */
export function attachmentFaults({
  types = [],
  shownToRequester = [],
  ...counts
}: Partial<AttachmentPolicy>): Bilingual[] {
  const faults: Bilingual[] = []
  for (const [name, value] of Object.entries(counts))
    if (value !== undefined && (!Number.isSafeInteger(value) || value < 1))
      faults.push(
        inBoth(
          `attachments.${name} 为 ${value}，应为不小于 1 的整数`,
          `attachments.${name} is ${value}; it takes a whole number, 1 or more`,
        ),
      )
  for (const type of types)
    if (typeof type !== 'string' || !isMediaType(type) || type !== type.toLowerCase() || type.includes(';'))
      faults.push(
        inBoth(
          `attachments.types 含 ${String(type)}，应为小写、不带参数的媒体类型，如 image/jpeg`,
          `attachments.types has ${String(type)}; it takes media types in small letters, without parameters, such as image/jpeg`,
        ),
      )
  for (const step of shownToRequester)
    if (!steps.includes(step)) {
      const names = knownNames(String(step), steps)
      faults.push(
        inBoth(
          `attachments.shownToRequester 含 ${String(step)}；${names.zh}`,
          `attachments.shownToRequester has ${String(step)}; ${names.en}`,
        ),
      )
    }
  return faults
}
