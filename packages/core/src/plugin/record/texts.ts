import { freeText as sealable } from '../../privacy/text.js'

/** Words that somebody wrote: kept in the vault of the record, see {@link freeText}. */
export const textField = 'text'
/** What tells who somebody is, or how to reach them: kept in the vault of the record, see {@link personal}. */
export const personalField = 'personal'

/**
 * Free text in the input of a command: core moves it into the vault of the record and leaves a `Sealed` reference, so that it can be erased.
 *
 * @param max code points at most, 1 to 8000
 */
export const freeText = (max: number) => sealable(textField, max)

/**
 * Personal data in the input of a command, such as a name or a phone number: sealed like {@link freeText}, and read back by fewer, see `reads`.
 *
 * @param max code points at most, 1 to 8000
 */
export const personal = (max: number) => sealable(personalField, max)
