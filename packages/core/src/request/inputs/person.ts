import { z } from 'zod'
import { freeText } from '../../privacy/text.js'

/** How to reach a resident; each member goes to the vault. */
export const person = z.strictObject({
  /** Name as the resident gives it, at most 60 characters. 姓名，至多 60 字。 */
  name: freeText('name', 60).optional(),
  /** Telephone number as text, at most 30 characters. 电话，至多 30 字。 */
  phone: freeText('phone', 30).optional(),
  /** Where to find the place or the person, at most 200 characters. 地址，至多 200 字。 */
  address: freeText('address', 200).optional(),
})
