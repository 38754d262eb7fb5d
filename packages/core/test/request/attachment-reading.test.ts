import { createHash } from 'node:crypto'
import { cityActors as actors } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { AdapterError, NotFoundError, NotPermittedError } from '../../src/errors.js'
import { bytesOf, type CityActor, handledWithFile, textOf } from './files-city.js'

describe('who sees which files', () => {
  const openers = async ({ requests }: Awaited<ReturnType<typeof handledWithFile>>, ref: string) => {
    const may: string[] = []
    for (const [name, by] of Object.entries(actors))
      await requests.openAttachment('q-1', ref, { by }).then(
        async (found) => {
          await (found?.bytes as ReadableStream | undefined)?.cancel()
          may.push(name)
        },
        (error: unknown) => expect(error instanceof NotFoundError || error instanceof NotPermittedError).toBe(true),
      )
    return may
  }

  it('a report is for who looks after the area and the units that work on it', async () => {
    const made = await handledWithFile()
    expect(await openers(made, made.file.ref)).toEqual(['desk', 'chief', 'deputy', 'housing', 'resident', 'system'])
  })

  it('a confidential report is not for the units, unless staff attached it', async () => {
    const made = await handledWithFile({}, { confidential: true })
    expect(await openers(made, made.file.ref)).toEqual(['desk', 'chief', 'deputy', 'resident', 'system'])
    const redacted = await made.put(actors.desk, 'without the face')
    await made.requests.attach('q-1', { attachments: [redacted], step: 'report' }, { by: actors.desk })
    expect(await openers(made, redacted.ref)).toContain('housing')
  })

  it('proof of handling is for all staff who may read the request, and for the resident once it is answered', async () => {
    const made = await handledWithFile()
    const proof = await made.put(actors.housing)
    await made.requests.attach('q-1', { attachments: [proof] }, { by: actors.housing })
    expect(await openers(made, proof.ref)).toEqual(
      expect.arrayContaining(['securityAdmin', 'auditor', 'evaluator', 'desk', 'chief', 'housing']),
    )
    const seen = () => made.requests.attachments('q-1', { by: actors.resident })
    expect((await seen()).map(({ step }) => step)).toEqual(['report'])
    await made.requests.reply('q-1', { text: '已修。' }, { by: actors.housing })
    expect((await seen()).map(({ step }) => step)).toEqual(['report', 'proof'])
    expect(await openers(made, proof.ref)).toContain('resident')
  })

  it('what a check found stays with staff, unless the place shows it', async () => {
    for (const shown of [false, true]) {
      const steps = ['report', 'supplement', 'proof', ...(shown ? ['check' as const] : [])] as const
      const made = await handledWithFile({ attachments: { shownToRequester: steps } }, { category: 'works' })
      const found = await made.put(actors.chief)
      await made.requests.reply('q-1', { text: '已修。' }, { by: actors.housing })
      const checked = await made.requests.check('q-1', { passed: true, attachments: [found] }, { by: actors.chief })
      expect(checked).toMatchObject({ ok: true })
      const seen = await made.requests.attachments('q-1', { by: actors.resident })
      expect(seen.some(({ step }) => step === 'check')).toBe(shown)
    }
  })

  it('names of files are for who may read personal data, and for who sent them', async () => {
    const { requests, put } = await handledWithFile()
    const mine = { ...(await put(actors.housing)), name: '现场.jpg' }
    await requests.attach('q-1', { attachments: [mine] }, { by: actors.housing })
    const names = async (by: CityActor) => (await requests.attachments('q-1', { by })).map(({ name }) => name)
    expect(await names(actors.desk)).toEqual(['张三家.jpg', '现场.jpg'])
    expect(await names(actors.housing)).toEqual([undefined, '现场.jpg'])
    expect(await names(actors.resident)).toEqual(['张三家.jpg'])
    expect(Object.values((await requests.forStaff('q-1', { by: actors.housing })).texts)).not.toContain('张三家.jpg')
    await expect(requests.attachments('q-1', { by: actors.neighbour })).rejects.toThrow(NotFoundError)
  })

  it('a file that the store lost or holds otherwise is an error of the store, and no picture of something else', async () => {
    const { requests, store, file } = await handledWithFile()
    const open = () => requests.openAttachment('q-1', file.ref, { by: actors.desk })
    expect(await textOf((await open())?.bytes)).toBe('a photograph')
    await store.remove(file.ref)
    await expect(open()).rejects.toThrow(AdapterError)
    const digest = `sha256:${createHash('sha256').update('forged').digest('hex')}` as const
    await store.put(file.ref, bytesOf('forged'), { type: 'image/jpeg', size: 6, digest })
    await expect(open()).rejects.toThrow(AdapterError)
    await expect(requests.openAttachment('q-1', 'no', { by: actors.desk })).rejects.toMatchObject({
      details: { what: 'attachment' },
    })
  })
})
