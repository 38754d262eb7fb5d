import { z } from 'zod'
import { plainText } from '../privacy/text.js'

/** What people read, in both languages. */
export const nameForm = z.strictObject({ zh: plainText(100), en: plainText(200) })
