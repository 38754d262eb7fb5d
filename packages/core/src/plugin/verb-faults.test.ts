import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { definePlugin } from './plugin.js'
import { defineVerb } from './verb.js'
import { verbFaults } from './verb-faults.js'

const title = { zh: '统计', en: 'count' }
const run = async () => ({ ok: true, lines: [] })
const faultsOf = (...verbs: readonly unknown[]) =>
  verbFaults(definePlugin({ id: 'census', verbs: verbs as never, setup: () => ({}) })).map(({ en }) => en)

describe('the verbs of a plugin', () => {
  it('are taken with texts, numbers, enums and flags', () => {
    const input = z.object({
      state: z.enum(['open']),
      most: z.number().default(3),
      dry: z.boolean(),
      of: z.string().optional(),
    })
    expect(
      faultsOf(defineVerb({ name: 'count', title, input, run }), defineVerb({ name: 'train', title, run })),
    ).toEqual([])
  })

  it.each([
    ['no verb', [undefined], /verbs\.0 is not a verb/],
    ['a name with a space', [{ name: 'count all', title, run }], /kebab-case/],
    ['nothing to run', [{ name: 'count', title }], /run/],
    [
      'one name twice',
      [
        { name: 'a', title, run },
        { name: 'a', title, run },
      ],
      /a is defined twice/,
    ],
    [
      'a list as an option',
      [{ name: 'a', title, run, input: z.object({ of: z.array(z.string()) }) }],
      /option of must be/,
    ],
    [
      'an option of every command',
      [{ name: 'a', title, run, input: z.object({ json: z.boolean() }) }],
      /has the option json/,
    ],
  ])('are refused with %s', (_, verbs, said) => {
    expect(faultsOf(...verbs)).toEqual([expect.stringMatching(said)])
  })
})
