import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { CommandOptions } from '../../src/contracts/command.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { isHuiyinError } from '../../src/errors.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { type InputOf, type RequestAction, requestInputs } from '../../src/request/commands.js'
import type { Requests } from '../../src/request/requests.js'
import type { RequestResult } from '../../src/request/result.js'

type Whole<Action extends RequestAction> = (
  id: string,
  input: InputOf<Action>,
  options: CommandOptions,
) => Promise<RequestResult>
type Short = (id: string, options: CommandOptions) => Promise<RequestResult>

/** The commands whose schema takes no input for an empty one. */
type WithoutInput = { [Action in RequestAction]: undefined extends InputOf<Action> ? Action : never }[RequestAction]
type Reads =
  | 'get'
  | 'find'
  | 'counts'
  | 'forResident'
  | 'forStaff'
  | 'history'
  | 'notices'
  | 'timeline'
  | 'preview'
  | 'previewSubmit'
  | 'choices'
  | 'queue'
  | 'mine'
  | 'badges'
  | 'explainDeadline'
  | 'mayDo'
  | 'attachments'
  | 'openAttachment'
  | 'eraseTextsOf'

/** Every command of the table, and what each can be called with. */
type RequestCommands = {
  [Action in Exclude<RequestAction, WithoutInput | 'submit'>]: Whole<Action>
} & { [Action in WithoutInput]: Short & Whole<Action> } & {
  submit: Whole<'submit'> & ((input: InputOf<'submit'>, options: CommandOptions) => Promise<RequestResult>)
}

async function city() {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  const report = { category: 'heating', area: cityGrid, description: '家中不热，只有 14 度。' }
  await huiyin.requests.submit('q-1', report, { by: actors.resident })
  return huiyin
}

describe('the interface and the table of inputs', () => {
  it('name the same commands with the same inputs', () => {
    expectTypeOf<Exclude<keyof Requests, Reads>>().toEqualTypeOf<RequestAction>()
    expectTypeOf<Requests>().toExtend<RequestCommands>()
    expectTypeOf<RequestCommands>().toExtend<Pick<Requests, RequestAction>>()
  })

  it('agree on which commands need no input', () => {
    const named = ['assign', 'claim', 'dispatch', 'resume', 'supervise', 'unmerge', 'urge', 'withdraw'] as const
    expectTypeOf<WithoutInput>().toEqualTypeOf<(typeof named)[number]>()
    const actions = Object.keys(requestInputs) as RequestAction[]
    expect(actions.filter((each) => requestInputs[each].safeParse(undefined).success).sort()).toEqual(named)
  })

  it('no input of a command without one could be taken for options', () => {
    expectTypeOf<Extract<keyof NonNullable<InputOf<WithoutInput>>, 'by'>>().toEqualTypeOf<never>()
  })
})

describe('a command that needs no input', () => {
  it('is called with options alone, or with both', async () => {
    const { requests } = await city()
    expect(await requests.dispatch('q-1', { by: actors.desk })).toMatchObject({ ok: true })
    expect(await requests.claim('q-1', { by: actors.housing })).toMatchObject({ ok: true })
    expect(await requests.urge('q-1', { note: '仍不热' }, { by: actors.resident })).toMatchObject({ ok: true })
    expect(await requests.supervise('q-1', {}, { by: actors.chief })).toMatchObject({ ok: true })
    expect(await requests.withdraw('q-1', undefined, { by: actors.resident })).toMatchObject({ ok: true })
  })

  it('binds its key to the same whole command, however it is called', async () => {
    const { requests } = await city()
    const first = await requests.dispatch('q-1', { by: actors.desk, key: 'd' })
    expect(await requests.dispatch('q-1', {}, { by: actors.desk, key: 'd' })).toEqual(first)
  })

  it('wants options all the same', async () => {
    const { requests } = await city()
    // @ts-expect-error an input alone
    await expect(requests.urge('q-1', { note: '仍不热' })).rejects.toMatchObject(invalidAt('options'))
    // @ts-expect-error nothing at all
    await expect(requests.claim('q-1')).rejects.toMatchObject(invalidAt('options'))
    // @ts-expect-error input and options in one
    await expect(requests.urge('q-1', { by: actors.resident, note: '仍不热' })).rejects.toMatchObject(
      invalidAt('options', 'note'),
    )
  })
})

describe('a command that needs input', () => {
  it('is not called without one', async () => {
    const { requests } = await city()
    // @ts-expect-error the text is missing
    const call = requests.reply('q-1', { by: actors.housing })
    await expect(call).rejects.toMatchObject(invalidAt('input', 'text'))
  })

  it('is not called without options, also where the input has a `by` of its own', async () => {
    const { requests } = await city()
    // @ts-expect-error the options are missing
    const call = requests.requestExtension('q-1', { by: { workingDays: 2 }, reason: '需停水施工' })
    await expect(call).rejects.toMatchObject(invalidAt('options'))
    await expect(call).rejects.toSatisfy((error) => isHuiyinError(error, 'invalid-input'))
  })
})

function invalidAt(...path: string[]) {
  return { code: 'invalid-input', issues: expect.arrayContaining([expect.objectContaining({ path })]) }
}
