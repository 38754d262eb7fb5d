import { cityActors as actors } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { sunkCity } from './sunk-city.js'

// The rules of the JSON schema of CloudEvents 1.0 (cloudevents/formats/cloudevents.json of the specification) and of its section on attributes, one by one: what
// breaks one of them is named. `format` counts as the specification says: RFC 3986 and RFC 3339.
const text = (value: unknown) => typeof value === 'string' && value !== ''
const uriReference = /^(?:[A-Za-z][\w+.-]*:)?(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\dA-Fa-f]{2})*$/
const uri = /^[A-Za-z][\w+.-]*:(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\dA-Fa-f]{2})+$/
const instant =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/
const rules: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: text,
  source: (value) => text(value) && uriReference.test(value as string),
  specversion: (value) => value === '1.0',
  type: text,
  datacontenttype: (value) => text(value) && /^[\w.+-]+\/[\w.+-]+(;.*)?$/.test(value as string),
  dataschema: (value) => text(value) && uri.test(value as string),
  subject: text,
  time: (value) => text(value) && instant.test(value as string),
  data: (value) => value !== undefined,
}
const required = ['id', 'source', 'specversion', 'type']

/** Which attributes of a structured event break a rule. */
function broken(event: Readonly<Record<string, unknown>>): string[] {
  const missing = required.filter((name) => !(name in event))
  const wrong = Object.entries(event)
    // Extensions: lower-case letters and digits, twenty at most as the specification advises; simple values that survive a header.
    .filter(([name, value]) =>
      name in rules
        ? rules[name]?.(value) !== true
        : !/^[a-z0-9]{1,20}$/.test(name) || !['string', 'number', 'boolean'].includes(typeof value),
    )
    .map(([name]) => name)
  return [...missing, ...wrong]
}

async function played(eventOrigin?: string) {
  const city = await sunkCity({ on: ['*'] }, eventOrigin === undefined ? {} : { eventOrigin })
  const { huiyin, submit, dispatch, rounds } = city
  const id = await submit()
  await dispatch(id)
  await huiyin.requests.claim(id, { by: actors.housing })
  await huiyin.requests.reply(id, { text: '已维修，恢复供热。' }, { by: actors.housing })
  await huiyin.requests.urge(await submit('leak'), { by: actors.resident })
  await rounds(20)
  await huiyin.stop()
  return city.sink.taken.map((event) => JSON.parse(JSON.stringify(event)))
}

describe('the rules of CloudEvents', () => {
  const good = { specversion: '1.0', id: '1', source: '/a', type: 't' }
  it.each([
    ['nothing wrong', good, []],
    ['no id', { ...good, id: '' }, ['id']],
    ['no type at all', { specversion: '1.0', id: '1', source: '/a' }, ['type']],
    ['a source with spaces', { ...good, source: 'a b' }, ['source']],
    ['a schema that is no URI', { ...good, dataschema: '/a' }, ['dataschema']],
    ['a time without a zone', { ...good, time: '2022-01-04T10:00:00' }, ['time']],
    ['another version', { ...good, specversion: '0.3' }, ['specversion']],
    ['an extension in capitals', { ...good, dedupeId: 'x' }, ['dedupeId']],
    ['an extension that is an object', { ...good, dedupeid: {} }, ['dedupeid']],
  ])('find %s', (_, event, names) => {
    expect(broken(event)).toEqual(names)
  })
})

describe('the events of a sink', () => {
  it('are CloudEvents 1.0 in structured JSON, whatever record they are of', async () => {
    const events = await played()
    expect(new Set(events.map(({ data }) => data.record.type))).toEqual(
      new Set(['request', 'areas', 'catalogue', 'measures', 'destinations', 'editions', 'numbers']),
    )
    for (const event of events) expect([event.type, broken(event)]).toEqual([event.type, []])
  })

  it('say which record, which event of it, when and who', async () => {
    const [event] = (await played('https://huiyin.example.cn/370281')).filter(
      ({ type }) => type === 'request.dispatched',
    )
    const { id } = event.data.record
    expect(event).toEqual({
      specversion: '1.0',
      id: `request/${id}/${event.data.seq}`,
      source: 'https://huiyin.example.cn/370281',
      type: 'request.dispatched',
      subject: `request/${id}`,
      time: '2022-01-04T02:00:00.000Z',
      datacontenttype: 'application/json',
      dataschema: 'urn:huiyin:event:request.dispatched:1',
      partitionkey: `request/${id}`,
      dedupeid: expect.stringMatching(/^[0-9a-f]{64}$/),
      data: {
        record: { type: 'request', id },
        seq: event.data.seq,
        at: Date.parse('2022-01-04T10:00:00+08:00'),
        by: { id: 'staff-desk', kind: 'staff' },
        data: expect.objectContaining({ unit: 'housing' }),
      },
    })
  })

  it('are each of an id and a dedupeid of their own, and hold none of what people wrote', async () => {
    const events = await played()
    for (const name of ['id', 'dedupeid']) expect(new Set(events.map((each) => each[name])).size).toBe(events.length)
    expect(JSON.stringify(events)).not.toContain('不热')
    expect(JSON.stringify(events)).not.toContain('已维修')
  })

  it('are the same on every attempt', async () => {
    const { huiyin, sink, submit, rounds } = await sunkCity()
    await submit()
    const seen: unknown[] = []
    for (const _ of [1, 2])
      sink.answerNext((batch) => {
        seen.push(structuredClone(batch))
        return { ok: false, class: 'unknown', reason: 'no answer' }
      })
    await huiyin.tick()
    await rounds(3)
    expect([seen[1], sink.taken]).toEqual([seen[0], seen[0]])
    await huiyin.stop()
  })
})
