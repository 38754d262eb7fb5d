import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { repeatsName, undocumented } from './documented.mjs'

/** `line name why` of everything a module says too little of. */
function faultsOf(text: string): string[] {
  const options = { target: ts.ScriptTarget.ES2023, strict: true, noLib: true }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => name === '/entry.ts' || fileExists(name)
  host.getSourceFile = (name, ...rest) =>
    name === '/entry.ts' ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true) : getSourceFile(name, ...rest)
  const program = ts.createProgram(['/entry.ts'], options, host)
  return undocumented(program, ['/entry.ts']).map(({ line, name, why }) => `${line} ${name} ${why}`)
}

describe('names and members without a sentence', () => {
  it('are found in interfaces, type literals and classes', () => {
    const text = `
/** What somebody said about an answer. */
export interface Rating {
  readonly grade: number
  /** Milliseconds since 1970. */
  at: number
  again(): void
}
/** Where something lies. */
export type Place = { code: string }
/** Ends in an hour. */
export class Lease {
  until = 0
  private secret = 1
  #own = 2
  constructor(
    /** Who took it. */
    readonly taker: string,
    readonly row: number,
  ) {}
}
export const bare = 1`
    expect(faultsOf(text)).toEqual([
      '4 Rating.grade has no sentence',
      '7 Rating.again has no sentence',
      '10 Place.code has no sentence',
      '13 Lease.until has no sentence',
      '19 Lease.row has no sentence',
      '22 bare has no sentence',
    ])
  })

  it('are found in unions, nested objects, parameters, and types of which exported ones are made', () => {
    const text = `
interface Inner { hidden: string }
/** Either of two. */
export type Result =
  | { ok: true }
  | {
      /** Never here. */
      ok: false
      /** Why not. */
      because: { code: string }
    }
/** Holds one more. */
export interface Outer {
  /** What is kept there. */
  readonly inner: Inner
}
/** Wants to know something. */
export declare function ask(options: { by: string }): void`
    expect(faultsOf(text)).toEqual([
      '2 Inner.hidden has no sentence',
      '5 Result.ok has no sentence',
      '10 Result.because.code has no sentence',
      '18 ask.by has no sentence',
    ])
  })

  it('what is inherited counts as said; one overload speaks for all', () => {
    const text = `
/** What all have. */
export interface Base {
  /** Opaque, kept for ever. */
  id: string
}
/** Has a duty besides. */
export interface Special extends Base {
  id: string
  /** Takes on the work. */
  claim(id: string): void
  claim(id: string, input: object): void
}`
    expect(faultsOf(text)).toEqual([])
  })

  it('a sentence that only repeats the name is not enough', () => {
    const text = `
/** The handling unit. */
export interface HandlingUnit {
  /** The unit. */
  unit: string
  /** Its ids. */
  readonly id: string
  /** The unit in charge. */
  lead: string
}`
    expect(faultsOf(text)).toEqual([
      '3 HandlingUnit says only its name',
      '5 HandlingUnit.unit says only its name',
      '7 HandlingUnit.id says only its name',
    ])
  })
})

describe('a sentence repeats a name', () => {
  it.each([
    ['The unit.', 'unit', true],
    ['Ids of the units', 'unitIds', true],
    ['The `claim-window`', 'claimWindow', true],
    ['区划', 'areas', false],
    ['At most 50.', 'limit', false],
  ])('%s · %s', (sentence, name, repeats) => {
    expect(repeatsName(sentence, name)).toBe(repeats)
  })
})
