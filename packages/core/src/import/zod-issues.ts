import type { z } from 'zod'
import {
  type InputIssue,
  type InputIssueCode,
  inputIssue,
  isInputIssueCode,
  unfit,
  type ValueKind,
} from '../errors/input-issue.js'

type Path = InputIssue['path']

const kindsOfZod: Readonly<Record<string, ValueKind>> = {
  string: 'text',
  number: 'number',
  int: 'number',
  boolean: 'boolean',
  array: 'list',
  tuple: 'list',
  object: 'object',
  record: 'object',
  function: 'function',
  null: 'nothing',
  undefined: 'nothing',
}

/** What zod found wrong with a value, in codes of ours, so that a change of zod changes none of them. `prefix` leads to the value. */
export function issuesOf(error: z.ZodError, value: unknown, prefix: Path = []): InputIssue[] {
  return error.issues.flatMap((issue) => issuesAt(issue, value, prefix))
}

/** The value at a path; `undefined` where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, part) => (at as Record<string | number, unknown> | null | undefined)?.[part], value)
}

function issuesAt(issue: z.core.$ZodIssue, value: unknown, prefix: Path): InputIssue[] {
  const own = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  const path = [...prefix, ...own]
  const isMissing = () => own.length > 0 && valueAt(value, own) === undefined
  switch (issue.code) {
    case 'invalid_type':
      if (isMissing()) return [inputIssue('missing', path, {})]
      if (issue.expected === 'int') return [inputIssue('not-whole', path, {})]
      return [inputIssue('wrong-type', path, { expected: kindsOfZod[issue.expected] ?? 'other' })]
    case 'invalid_value':
      if (isMissing()) return [inputIssue('missing', path, {})]
      return [inputIssue('not-one-of', path, { allowed: issue.values.map(String) })]
    case 'unrecognized_keys':
      return issue.keys.map((key) => inputIssue('unknown-field', [...path, key], {}))
    case 'too_big':
    case 'too_small':
      return [sizeIssue(issue, path, valueAt(value, own))]
    case 'invalid_union':
      return unionIssues(issue, valueAt(value, own), path)
    case 'custom':
      return [customIssue(issue, path)]
    default:
      return [unfit(path, '格式不符', issue.message)]
  }
}

function sizeIssue(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall, path: Path, value: unknown): InputIssue {
  const big = issue.code === 'too_big'
  const bound = Number(big ? issue.maximum : issue.minimum)
  const inclusive = issue.inclusive ?? true
  if (issue.origin === 'string')
    return big
      ? inputIssue('too-long', path, { max: bound, length: String(value).length })
      : inputIssue('too-short', path, { min: bound })
  if (issue.origin === 'array' || issue.origin === 'set' || issue.origin === 'map')
    return big ? inputIssue('too-many', path, { max: bound }) : inputIssue('too-few', path, { min: bound })
  return big
    ? inputIssue('too-large', path, { max: bound, inclusive })
    : inputIssue('too-small', path, { min: bound, inclusive })
}

// Of the forms a value may have, the one it was meant to be is the one whose names it uses; then its faults are told, else the names there are.
function unionIssues(issue: z.core.$ZodIssueInvalidUnion, value: unknown, path: Path): InputIssue[] {
  const meant = issue.errors.filter((issues) => issues.length > 0 && issues.every(({ path: at }) => at.length > 0))
  const [only] = meant
  if (only !== undefined && meant.length === 1 && typeof value === 'object' && value !== null) {
    const told = only.flatMap((each) => issuesAt(each, value, path))
    if (told.every(({ code }) => code !== 'missing')) return told
  }
  return [unfit(path, '不是允许的任何一种形式', 'has none of the forms it may have')]
}

/** A check of a schema names its code in `params: { code, … }`; one that has words only may give both languages as `params: { zh, en }`. */
function customIssue(issue: z.core.$ZodIssueCustom, path: Path): InputIssue {
  const { code, ...params } = (issue.params ?? {}) as { readonly code?: unknown; readonly zh?: unknown }
  if (isInputIssueCode(code)) return inputIssue<InputIssueCode>(code, path, params as never)
  const zh = typeof params.zh === 'string' ? params.zh : `不符合要求（${issue.message}）`
  return unfit(path, zh, issue.message)
}
