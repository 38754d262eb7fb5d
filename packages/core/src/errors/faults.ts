import type { Bilingual } from '../contracts/text.js'
import { ConfigurationError } from '../errors.js'

/** The same said in Chinese and in English. */
export function inBoth(zh: string, en: string): Bilingual {
  return { zh, en }
}

/** Each fault after the words that say whose it is. */
export function faultsAfter(zh: string, en: string, faults: readonly Bilingual[]): Bilingual[] {
  return faults.map((fault) => inBoth(`${zh}${fault.zh}`, `${en}${fault.en}`))
}

/**
 * Refuses a set-up that has faults, and names each of them in both languages.
 *
 * @throws ConfigurationError with the English of the faults in `details.faults`
 */
export function refuseFaults(zh: string, en: string, faults: readonly Bilingual[], details: object = {}): void {
  if (faults.length === 0) return
  const message = inBoth(
    `${zh}：${faults.map((fault) => fault.zh).join('；')}。`,
    `${en}: ${faults.map((fault) => fault.en).join('; ')}.`,
  )
  throw new ConfigurationError(message, { ...details, faults: faults.map((fault) => fault.en) })
}
