import { describe, expect, it } from 'vitest'
import { type Party, partyNames } from '../../packages/core/src/authority/parties.js'
import { defaultPermissions } from '../../packages/core/src/authority/permissions.js'
import { requestInputs } from '../../packages/core/src/request/commands.js'
import { actionName } from '../../packages/core/src/request/refusals.js'
import { walk } from '../../packages/core/test/walk.js'
import { bilingual, commandDocs, readComment } from './command-docs.mjs'

type Command = ReturnType<typeof commandDocs>[number]['commands'][number]
const commands: readonly Command[] = commandDocs().flatMap((group) => group.commands)

// Told of all commands together.
const common = new Set(['not-permitted', 'wrong-state', 'stale-version', 'key-reused'])

// Told with `attach`: any command may bring files.
const ofFiles = new Set(
  commands.find(({ name }) => name === 'attach')?.refusals.filter((code) => code !== 'attachment-step-by-staff'),
)

// Answered before a command is decided; their stories are in packages/core/test/record/keys.test.ts and packages/core/test/request/places.test.ts.
const beforeDeciding = ['submit key-forgotten', 'submit place-unknown', 'submit place-ambiguous']

/** What the commands of many walks came to: `claim request.claimed`, `claim claim-window-passed`. */
function observed(): ReadonlySet<string> {
  const seen = new Set<string>(beforeDeciding)
  for (let seed = 1; seed <= 2500; seed++)
    for (const { action, events, refusal } of walk(seed)) {
      // Of the place of the walks, whose declaration names it.
      for (const type of events) if (type !== 'ours.confirm') seen.add(`${action} ${type}`)
      const isTold = refusal === undefined || common.has(refusal) || (action !== 'attach' && ofFiles.has(refusal))
      if (!isTold) seen.add(`${action} ${refusal}`)
    }
  return seen
}

describe('what the interface says of each command', () => {
  it('covers every command', () => {
    expect(commands.map(({ name }) => name).sort()).toEqual(Object.keys(requestInputs).sort())
  })

  it.each(commands)('$name: both languages, of the fields too, under the name that refusals use', (command) => {
    const { name, en, zh, term, input } = command
    expect([en, zh]).toEqual([expect.stringMatching(/^[A-Z].{10,}\.$/), expect.stringMatching(/^.{6,}。$/)])
    if (name !== 'act') expect(term).toBe(actionName(name))
    for (const field of input)
      expect(field, field.name).toMatchObject({
        en: expect.stringMatching(/^.{8,}\.$/),
        zh: expect.stringMatching(/^.{4,}。$/),
      })
  })

  it.each(commands)('$name: who may issue it is who is permitted', ({ name, by }) => {
    const parties = (defaultPermissions.requests as Record<string, readonly Party[]>)[name] ?? []
    expect(by).toEqual(name === 'act' ? ['whom the place permits'] : parties.map((party) => partyNames[party].en))
  })

  it('events and refusals are those that commands bring about', () => {
    const said = commands.flatMap(({ name, events, refusals }) =>
      [...events, ...refusals].map((each) => `${name} ${each}`),
    )
    expect([...observed()].sort()).toEqual(said.sort())
  })
})

describe('reading a comment', () => {
  it('tells the languages apart, also where the English quotes Chinese', () => {
    expect(bilingual('Accepts it (受理) at once.\nThen waits. 受理后等待。')).toEqual({
      en: 'Accepts it (受理) at once. Then waits.',
      zh: '受理后等待。',
    })
    expect(bilingual('Only English.')).toEqual({ en: 'Only English.', zh: '' })
  })

  it('finds parties, events and refusals', () => {
    const comment =
      'Does it.\n\n做：做一件事。\n\nBy: the requester, a\nsupervisor. Events: `a.b`, `a.c`. Refusals: none.'
    expect(readComment(comment)).toEqual({
      en: 'Does it.',
      zh: '做一件事。',
      term: '做',
      by: ['the requester', 'a supervisor'],
      events: ['a.b', 'a.c'],
      refusals: [],
    })
  })

  it('refuses one that does not say them', () => {
    expect(() => readComment('Does it.')).toThrow('By: … Event: … Refusals: …')
  })
})
