import { z } from 'zod'
import { readTime } from '../calendar/hours-window.js'
import type { TimeOfDaySpan } from '../contracts/directory.js'
import { identifier, identifierForm } from '../privacy/identifier.js'
import { freeText, plainText, textIssue } from '../privacy/text.js'
import { coversWholeDay } from './quiet-hours.js'

const maxSpans = 8
const maxKinds = 16

/** Kind of address. */
const via = identifier(40)

// What providers take. Only the kinds named here are known to core; a place's own are any text.
const forms: Readonly<Record<string, { readonly is: RegExp; readonly zh: string; readonly en: string }>> = {
  phone: {
    is: /^\+?\d(?:[ -]?\d){4,19}$/,
    zh: '应为电话号码，只含数字、空格、短横和开头的加号',
    en: 'expected a telephone number of digits, blanks, hyphens and a leading plus',
  },
  email: { is: /^[^\s@]+@[^\s@]+$/, zh: '应为电子邮箱', en: 'expected an e-mail address' },
  openid: { is: /^[\w-]{6,128}$/, zh: '应为 openid', en: 'expected an openid' },
  workId: { is: /^\S+$/, zh: '应为不含空白的工号', en: 'expected a work id without blanks' },
}

const span = z.tuple([z.string(), z.string()]).check(({ value: [from, to], issues }) => {
  const [begins, ends] = [readTime(from), readTime(to)]
  // Not of the form `HH:MM`: then it is NaN, which is neither.
  const differ = begins < ends || begins > ends
  if (differ && from !== '24:00') return
  const because = {
    zh: '应为两个不同的时刻 HH:MM，如 ["22:00","07:00"]',
    en: 'expected two different times HH:MM, such as ["22:00","07:00"]',
  }
  issues.push(textIssue('unfit', { because }))
})

const spans = z.array(span).max(maxSpans)

const quiet = z
  .strictObject({ workingDays: spans.optional(), restDays: spans.optional() })
  .check(({ value: { workingDays = [], restDays = [] }, issues }) => {
    const whole = (each: readonly (readonly string[])[]) => coversWholeDay(each as readonly TimeOfDaySpan[])
    if (!whole(workingDays) || !whole(restDays)) return
    const because = { zh: '不得全天免打扰', en: 'must leave some time on working days or rest days' }
    issues.push(textIssue('unfit', { because }))
  })

const distinct = (kind: z.ZodType<string>, max: number) =>
  z
    .array(kind)
    .max(max)
    .check(({ value, issues }) => {
      const second = value.findIndex((each, position) => value.indexOf(each) < position)
      if (second >= 0) issues.push({ ...textIssue('named-twice', {}), path: [second] })
    })

/** The forms of inputs about contacts. */
export const contactInputs = {
  person: identifier(),
  setAddress: z.strictObject({ via, address: freeText('address', 255) }).check(({ value, issues }) => {
    const form = Object.hasOwn(forms, value.via) ? forms[value.via] : undefined
    if (form === undefined || form.is.test(value.address.value)) return
    issues.push({ ...textIssue('unfit', { because: { zh: form.zh, en: form.en } }), path: ['address'] })
  }),
  removeAddress: z.strictObject({ via }),
  setName: z.strictObject({ name: freeText('name', 100) }),
  prefer: z.strictObject({ order: distinct(via, maxKinds).optional(), quiet: quiet.optional() }),
  consent: z.strictObject({
    /** A kind of address, a template of a provider, or a purpose of the place. */
    to: identifier(),
    version: identifier(40),
    way: identifier(40),
    at: z.number().int().min(0).optional(),
    times: z.number().int().min(1).max(1000).optional(),
  }),
  withdrawConsent: z.strictObject({ to: identifier() }),
  useConsent: z.strictObject({ to: identifier() }),
  reveal: z.strictObject({ reason: freeText('reason', 200) }),
  erase: z.strictObject({
    basis: z.enum(['purposeAchieved', 'retentionEnded', 'consentWithdrawn', 'unlawful', 'otherLaw']),
  }),
  place: z.union([
    z.strictObject({ kind: z.literal('unit'), unit: identifier(), area: identifierForm().optional() }),
    z.strictObject({ kind: z.enum(['dispatcher', 'supervisor']), area: identifierForm() }),
  ]),
  recipients: z.strictObject({ people: distinct(identifier(), 200) }),
  wouldReach: z.strictObject({
    to: z.union([
      z.strictObject({ kind: z.literal('resident'), id: plainText(64) }),
      z.strictObject({ kind: z.literal('unit'), unit: plainText(64), area: plainText(64).optional() }),
      z.strictObject({ kind: z.enum(['dispatcher', 'supervisor']), area: plainText(64) }),
      z.strictObject({ kind: z.literal('member'), id: plainText(64), grid: plainText(64) }),
      z.strictObject({ kind: z.literal('person'), id: plainText(64) }),
    ]),
    via,
    about: z.strictObject({ type: plainText(64), id: plainText(64) }),
  }),
}
