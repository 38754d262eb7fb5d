import { cityActors } from '@huiyin/testkit'
import { z } from 'zod'
import { isHuiyinError } from '../../src/errors.js'
import { parseInput } from '../../src/import/parse.js'
import { identifier } from '../../src/privacy/identifier.js'
import { defineSlaPolicy } from '../../src/sla/policy.js'
import { ownCommand } from '../own-commands.js'
import { city, report, security } from './city.js'
import type { RefusalRow, Said } from './row.js'

const { resident, desk } = cityActors
type World = Awaited<ReturnType<typeof city>>

/** The first issue of an input, with its place. */
const issueOf = (call: (world: World) => Promise<unknown> | unknown) => async (): Promise<Said | undefined> => {
  try {
    await call(await city())
    return undefined
  } catch (error) {
    if (!isHuiyinError(error, 'invalid-input')) throw error
    const [issue] = error.issues
    return issue === undefined ? undefined : { ...issue, details: issue.params }
  }
}
const submit = (input: object) =>
  issueOf(({ requests }) => requests.submit({ ...report, ...input } as never, { by: resident }))
const find = (query: object) => issueOf(({ requests }) => requests.find(query as never, { by: cityActors.system }))
const parts = (count: number) => Array.from({ length: count }, () => ({ category: 'heating', description: '一部分' }))
const split = (count: number) =>
  issueOf(async ({ requests }) => {
    await requests.submit('q-1', report, { by: resident })
    await requests.split('q-1', { parts: parts(count) }, { by: desk })
  })
const extend = (by: object) =>
  issueOf(({ requests }) =>
    requests.requestExtension('q-1', { by, reason: '材料未到' } as never, { by: desk }).catch(ignoreAbsent),
  )
const ignoreAbsent = (error: unknown) => {
  if (!isHuiyinError(error, 'not-found')) throw error
}

const act = (name: string) => async (): Promise<Said | undefined> => {
  const commands = Object.fromEntries(
    ['doIt', 'claimTwice'].map((each) => [each, { ...ownCommand(each), from: 'open' as const }]),
  )
  const { requests } = await city({ commands })
  return issueOf(() => requests.act('q-1', { command: name }, { by: desk }).catch(ignoreAbsent))()
}
const reasons = (...codes: readonly string[]) =>
  issueOf(() => defineSlaPolicy({ pauseReasons: codes.map((code) => ({ code, zh: code, en: code })) }))

/** Issues of input: each names the place. */
export const inputRows: readonly RefusalRow[] = [
  {
    code: 'missing',
    policy: 'a request says what it is about',
    refused: submit({ description: undefined }),
    details: {},
    at: { path: ['input', 'description'] },
    allowed: submit({}),
  },
  {
    code: 'unknown-field',
    policy: 'a field nobody knows is not dropped in silence',
    refused: submit({ colour: 'red' }),
    details: {},
    at: { path: ['input', 'colour'] },
    allowed: submit({}),
  },
  {
    code: 'wrong-type',
    policy: 'a code is a text',
    refused: submit({ category: 7 }),
    details: { expected: 'text' },
    at: { path: ['input', 'category'] },
    allowed: submit({ category: 'works' }),
  },
  {
    code: 'not-one-of',
    policy: 'texts are erased on a ground of the law',
    refused: issueOf(({ requests }) => requests.eraseTextsOf('res-1', { basis: 'mood' } as never, security)),
    details: {
      allowed: ['purposeAchieved', 'retentionEnded', 'consentWithdrawn', 'unlawful', 'otherLaw'],
    },
    at: { path: ['input', 'basis'] },
    allowed: issueOf(({ requests }) => requests.eraseTextsOf('res-1', { basis: 'unlawful' }, security)),
  },
  {
    code: 'empty',
    policy: 'a blank is no description',
    refused: submit({ description: ' ' }),
    details: {},
    at: { path: ['input', 'description'] },
    allowed: submit({ description: '冷' }),
  },
  {
    code: 'too-long',
    policy: 'a description has at most 8000 characters',
    refused: submit({ description: '冷'.repeat(8001) }),
    details: { max: 8000, length: 8001 },
    at: { path: ['input', 'description'] },
    allowed: submit({ description: '冷'.repeat(8000) }),
  },
  {
    code: 'too-many',
    policy: 'a request is split into ten parts at most',
    refused: split(11),
    details: { max: 10 },
    at: { path: ['input', 'parts'] },
    allowed: split(10),
  },
  {
    code: 'too-few',
    policy: 'a request is split into two parts at least',
    refused: split(1),
    details: { min: 2 },
    at: { path: ['input', 'parts'] },
    allowed: split(2),
  },
  {
    code: 'too-large',
    policy: 'a page has at most 500 requests',
    refused: find({ limit: 501 }),
    details: { max: 500, inclusive: true },
    at: { path: ['query', 'limit'] },
    allowed: find({ limit: 500 }),
  },
  {
    code: 'too-small',
    policy: 'a page has at least one',
    refused: find({ limit: 0 }),
    details: { min: 1, inclusive: true },
    at: { path: ['query', 'limit'] },
    allowed: find({ limit: 1 }),
  },
  {
    code: 'not-whole',
    policy: 'days are counted whole',
    refused: extend({ workingDays: 1.5 }),
    details: {},
    at: { path: ['input', 'by', 'workingDays'] },
    allowed: extend({ workingDays: 1 }),
  },
  {
    code: 'not-a-day',
    policy: 'a period begins on a day there is',
    refused: issueOf(({ evaluation }) =>
      evaluation.measure(
        'completionRate',
        { period: { from: '2022-02-30', to: '2022-03-01' } },
        { by: cityActors.system },
      ),
    ),
    details: {},
    at: { path: ['period', 'from'] },
    allowed: issueOf(({ evaluation }) =>
      evaluation.measure(
        'completionRate',
        { period: { from: '2022-02-28', to: '2022-03-01' } },
        { by: cityActors.system },
      ),
    ),
  },
  {
    code: 'forbidden-character',
    policy: 'no text turns the direction of what is read with it',
    refused: submit({ description: 'abc\u202edef' }),
    details: { character: 'bidirectional' },
    at: { path: ['input', 'description'] },
    allowed: submit({ description: 'abc\u0634def' }),
  },
  {
    code: 'personal-number',
    policy: 'an id is kept for ever, and is no telephone number',
    refused: submit({ requester: '13800138000' }),
    details: {},
    at: { path: ['input', 'requester'] },
    allowed: submit({ requester: 'res-1' }),
  },
  {
    code: 'unknown-cursor',
    policy: 'a page begins where another ended',
    refused: find({ after: 'nowhere' }),
    details: {},
    at: { path: ['after'] },
    allowed: find({}),
  },
  {
    code: 'too-short',
    policy: 'a plugin’s own bounds are told in the same words',
    refused: issueOf(() => parseInput(z.strictObject({ seat: z.string().min(2) }), { seat: 'A' }, ['input'], 'talk')),
    details: { min: 2 },
    at: { path: ['input', 'seat'] },
    allowed: issueOf(() => parseInput(z.strictObject({ seat: z.string().min(2) }), { seat: 'A1' }, ['input'], 'talk')),
  },
  {
    code: 'blank-at-edge',
    policy: 'an id has no blanks around it: it is compared letter by letter',
    refused: issueOf(() => parseInput(identifier(), 'water ', ['unit'], 'talk')),
    details: {},
    at: { path: ['unit'] },
    allowed: issueOf(() => parseInput(identifier(), 'water', ['unit'], 'talk')),
  },
  {
    code: 'not-normalised',
    policy: 'an id is written in one way only, so that what looks the same is the same',
    refused: submit({ requester: 'res-e\u0301' }),
    details: {},
    at: { path: ['input', 'requester'] },
    allowed: submit({ requester: 'res-\u00e9' }),
  },
  {
    code: 'named-twice',
    policy: 'a reason to suspend stands in the policy once',
    refused: reasons('season', 'season'),
    details: {},
    at: { path: ['pauseReasons', 1, 'code'] },
    allowed: reasons('season', 'hearing'),
  },
  {
    code: 'wrong-shape',
    policy: 'a command of the place’s own is named like one of core',
    refused: act('do it'),
    details: {
      expected: { zh: '命令名（camelCase 或 kebab-case）', en: 'a name of a command, camelCase or kebab-case' },
    },
    at: { path: ['input', 'command'] },
    allowed: act('doIt'),
  },
  {
    code: 'unfit',
    policy: 'a command of core is issued by its own name, so that none slips past its laws',
    refused: act('claim'),
    details: { because: { zh: '是系统已有的命令，请直接调用', en: 'is a command of core; issue it by its own name' } },
    at: { path: ['input', 'command'] },
    allowed: act('claimTwice'),
  },
]
