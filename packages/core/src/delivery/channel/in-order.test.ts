import { channelConformance, channelHost, type SentMessage } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { NotificationChannel, SendResult } from '../../contracts/channel.js'
import type { Notice } from '../../contracts/notice.js'
import { inOrder } from './in-order.js'

const signal = new AbortController().signal
const notice = {
  ...{ id: 'q-1/3/both', event: 'request.replied', data: {}, attempt: 1, record: { type: 'request', id: 'q-1' } },
  to: { kind: 'resident', id: 'res-1' },
} as unknown as Notice
const ok: SendResult = { ok: true }
const skipped: SendResult = { ok: true, skipped: 'nobody' }
const refused: SendResult = { ok: false, class: 'recipient', reason: 'blocked' }
const busy: SendResult = { ok: false, class: 'transient', reason: 'busy' }

const channel = (name: string, more: Partial<NotificationChannel> = {}): NotificationChannel => ({
  ...{ contract: 'huiyin.channel/2', name, audience: 'resident' },
  send: async () => ok,
  ...more,
})

const noting = (asked: string[], name: string, answer: SendResult) => async () => {
  asked.push(name)
  return answer
}

/** Channels that answer so, in this order, and which of them were asked. */
async function tried(answers: Readonly<Record<string, SendResult>>, more: Partial<Notice> = {}) {
  const asked: string[] = []
  const parts = Object.entries(answers).map(([name, answer]) =>
    channel(name, { via: name, send: noting(asked, name, answer) }),
  )
  const host = channelHost({})
  const result = await inOrder('both', parts).send({ ...notice, ...more }, { host, signal })
  return { asked, result }
}

describe('channels that are tried in order', () => {
  it.each([
    [{ wechat: ok, sms: ok }, ['wechat'], { ok: true, ref: 'wechat:q-1/3/both' }],
    [{ wechat: skipped, sms: ok }, ['wechat', 'sms'], { ok: true, ref: 'sms:q-1/3/both' }],
    [{ wechat: refused, sms: ok }, ['wechat', 'sms'], { ok: true, ref: 'sms:q-1/3/both' }],
    [{ wechat: busy, sms: ok }, ['wechat'], busy],
    [{ wechat: refused, sms: busy }, ['wechat', 'sms'], busy],
    [{ wechat: refused, sms: skipped }, ['wechat', 'sms'], refused],
    [{ wechat: skipped, sms: refused }, ['wechat', 'sms'], refused],
    [{ wechat: skipped, sms: skipped }, ['wechat', 'sms'], { ok: true, skipped: 'wechat: nobody; sms: nobody' }],
  ] as const)('%j', async (answers, asked, result) => {
    expect(await tried(answers as never)).toEqual({ asked, result })
  })

  it('each look up their own kind of address', async () => {
    const asked: unknown[] = []
    const host = {
      ...channelHost({}),
      addresses: async (_: Notice, via?: string) => {
        asked.push(via)
        return []
      },
    }
    const look: NotificationChannel['send'] = async (given, context) => {
      await context.host.addresses(given)
      return skipped
    }
    const parts = [channel('wechat', { via: 'openid', send: look }), channel('sms', { via: 'phone', send: look })]
    await inOrder('both', parts).send(notice, { host, signal })
    expect(asked.slice(-2)).toEqual(['openid', 'phone'])
  })

  it('are tried as the person wants it, who said so', async () => {
    const asked: string[] = []
    const part = (name: string, via?: string) =>
      channel(name, { ...(via !== undefined && { via }), send: noting(asked, name, skipped) })
    const both = inOrder('both', [part('board'), part('wechat', 'openid'), part('sms', 'phone')])
    const host = channelHost({ via: 'openid' })
    host.reach([{ person: 'res-1', address: 'x', preferences: { order: ['phone'] } }])
    await both.send(notice, { host, signal })
    expect(asked.splice(0)).toEqual(['sms', 'wechat', 'board'])
    const unit = { kind: 'unit', unit: 'housing' } as const
    await both.send({ ...notice, to: unit }, { host, signal })
    expect(asked.splice(0)).toEqual(['board', 'wechat', 'sms'])
    host.reach([{ person: 'res-1', address: 'x' }])
    await both.send(notice, { host, signal })
    expect(asked).toEqual(['board', 'wechat', 'sms'])
  })

  it('pass over one that does not want the event, and stop when they are called off', async () => {
    const asked: string[] = []
    const send = (name: string) => noting(asked, name, refused)
    const both = inOrder('both', [
      channel('wechat', { wants: () => false, send: send('wechat') }),
      channel('sms', { wants: ({ type }) => type === 'request.replied', send: send('sms') }),
    ])
    expect([both.wants?.({ type: 'request.replied', data: {} }), both.wants?.({ type: 'x', data: {} })]).toEqual([
      true,
      false,
    ])
    expect(await both.send(notice, { host: channelHost({}), signal })).toEqual(refused)
    expect(asked).toEqual(['sms'])
    const over = await both.send(notice, { host: channelHost({}), signal: AbortSignal.abort() })
    expect(over).toMatchObject({ class: 'unknown' })
    expect(asked).toEqual(['sms'])
  })

  it('are found by whichever has it', async () => {
    const host = channelHost({})
    const parts = [channel('a'), channel('b', { find: async () => undefined }), channel('c', { find: async () => ok })]
    expect(await inOrder('all', parts).find?.(notice, host)).toEqual({ ok: true, ref: 'c:q-1/3/both' })
    expect(await inOrder('two', parts.slice(0, 2)).find?.(notice, host)).toBeUndefined()
    const cannotSay = [channel('d', { find: async () => busy }), channel('e', { find: async () => refused })]
    expect(await inOrder('unclear', cannotSay).find?.(notice, host)).toEqual(busy)
    expect(await inOrder('refused', cannotSay.slice(1)).find?.(notice, host)).toBeUndefined()
    expect(inOrder('none', [channel('a')])).not.toHaveProperty('find')
  })

  it('have together what all of them keep to', () => {
    const wechat = channel('wechat', {
      audience: ['unit', 'resident', 'supervisor'],
      rate: { messages: 100, per: 60_000 },
      timeout: 5000,
    })
    const sms = channel('sms', {
      audience: ['resident', 'unit'],
      rate: { messages: 1, per: 1000 },
      concurrency: 2,
      onDeadLetter: 'block',
    })
    expect(inOrder('both', [wechat, sms])).toMatchObject({
      ...{ name: 'both', audience: ['unit', 'resident'], rate: { messages: 1, per: 1000 } },
      ...{ timeout: 35_000, concurrency: 2, onDeadLetter: 'block' },
    })
    expect(inOrder('one', [channel('a', { timeout: 600_000 }), channel('b')])).toMatchObject({
      audience: 'resident',
      timeout: 600_000,
    })
    expect(inOrder('one', [channel('a')])).not.toHaveProperty('rate')
    for (const none of [[], [channel('a'), channel('b', { audience: 'unit' })]])
      expect(() => inOrder('none', none)).toThrow('no audience in common')
  })

  it('are each opened once, also when another fails, and closed, and checked', async () => {
    const done: string[] = []
    let isBroken = true
    const part = (name: string, more: Partial<NotificationChannel> = {}) =>
      channel(name, {
        start: async () => void done.push(`start ${name}`),
        stop: async () => void done.push(`stop ${name}`),
        ...more,
      })
    const failing = async () => {
      if (isBroken) throw new Error('no')
      done.push('start b')
    }
    const check = async () => ({ ok: false, reason: 'expired' })
    const both = inOrder('both', [part('a'), part('b', { start: failing, check }), channel('c')])
    const host = channelHost({})
    await expect(both.start?.(host)).rejects.toThrow('no')
    isBroken = false
    await both.start?.(host)
    expect(done.splice(0)).toEqual(['start a', 'start b'])
    expect(await both.check?.()).toEqual({ ok: false, reason: 'b: expired' })
    expect(await inOrder('fine', [channel('a')]).check?.()).toEqual({ ok: true })
    await both.stop?.()
    expect(done).toEqual(['stop a', 'stop b'])
  })
})

describe('a channel made of two keeps the contract', () =>
  channelConformance({ describe, it }, async () => {
    const sent: SentMessage[] = []
    let next: 'accept' | 'hang' | 'reset' | 'lost' | string | number = 'accept'
    const send: NotificationChannel['send'] = async ({ id, ...rest }, { host, signal }) => {
      const people = await host.addresses({ id, ...rest })
      if (people.length === 0) return { ok: true, skipped: 'nobody' }
      const how = next
      next = 'accept'
      if (how === 'hang') await new Promise((resolve) => signal.addEventListener('abort', resolve))
      if (how === 'accept' || how === 'lost') sent.push(...people.map(({ address }) => ({ id, to: address })))
      if (how === 'accept') return ok
      return { ok: false, class: how === 'full' ? 'throttled' : 'unknown', reason: 'as told' }
    }
    const find: NotificationChannel['find'] = async ({ id }) => {
      const how = next
      next = 'accept'
      if (how === 'reset') return { ok: false, class: 'unknown', reason: 'no answer' }
      return sent.some((each) => each.id === id) ? ok : undefined
    }
    const none = channel('wechat', { via: 'openid', send: async () => skipped })
    const told = (how: typeof next) => () => {
      next = how
    }
    return {
      channel: { ...inOrder('both', [none, channel('sms', { via: 'phone', send, find })]), via: 'phone' },
      gateway: {
        ...{ accept: told('accept'), hang: told('hang'), reset: told('reset'), acceptThenReset: told('lost') },
        refuse: (code) => told(code)(),
        sent: () => sent,
      },
      codes: { throttled: ['full'] },
      cleanup: async () => {},
    }
  }))
