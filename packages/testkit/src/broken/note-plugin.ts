import {
  type AnyRecordDefinition,
  type CommandOf,
  definePlugin,
  defineRecord,
  defineRoute,
  freeText,
  type RecordClocks,
  type RecordDefinition,
  type RecordKind,
  type Sealed,
  z,
} from '@huiyin/core/plugin'
import { cityActors } from '../city.js'
import type { PluginUnderTest } from '../plugins/kit.js'

/** Facts of a note. */
export interface Note {
  readonly writtenAt: number
  readonly text: Sealed
  readonly writer: string
  readonly signed: number
  readonly closed: boolean
  readonly clocks?: RecordClocks
}

/** An input without members. */
const nothing = z.strictObject({})
/** Of its commands. */
export const inputs = { write: z.strictObject({ text: freeText(100) }), sign: nothing, close: nothing }
type Command = CommandOf<typeof inputs>
type NoteDefinition = RecordDefinition<Note, typeof inputs>

/** The record that the specimens are made of: it keeps the contract. */
export const kind: RecordKind<Note, Command> = {
  type: 'notes.note',
  events: ['notes.written', 'notes.signed', 'notes.closed'],
  decide: (_facts, command, { by }) => {
    if (command.name === 'write')
      return { events: [{ type: 'notes.written', data: { text: command.input.text, writer: by.id } }] }
    return { events: [{ type: command.name === 'sign' ? 'notes.signed' : 'notes.closed', data: {} }] }
  },
  evolve: (facts, { type, at, data }) => {
    const { text, writer } = data as Pick<Note, 'text' | 'writer'>
    const before = facts ?? { writtenAt: at, text, writer, signed: 0, closed: false }
    if (type === 'notes.signed') return { ...before, signed: before.signed + 1 }
    return type === 'notes.closed' ? { ...before, closed: true } : before
  },
  index: ({ writtenAt, writer, closed }) => ({
    status: closed ? 'closed' : 'open',
    open: !closed,
    createdAt: writtenAt,
    requester: writer,
  }),
}
/** What core does for it. */
export const definition: NoteDefinition = {
  kind,
  inputs,
  may: { write: ['resident'], sign: ['resident'], close: [] },
  clocks: {
    signing: {
      policy: { workingDays: 5 },
      when: ({ closed }) => (closed ? 'stopped' : 'running'),
      onDue: () => ({ name: 'close', input: {} }),
    },
  },
  measures: [
    {
      name: 'notes.signatures',
      title: { zh: '签名数', en: 'signatures' },
      at: ({ writtenAt, signed }) => (signed === 0 ? [] : [{ at: writtenAt, delta: signed }]),
    },
  ],
}

interface Altered {
  /** Instead of what the record has. */
  readonly record?: Partial<NoteDefinition>
  /** Instead of what its kind has. */
  readonly kind?: Partial<typeof kind>
  /** Instead of what the plugin has, made anew for each test. */
  readonly plugin?: (board: Set<string>, note: AnyRecordDefinition) => object
  /** Of the release before. */
  readonly before?: Partial<typeof kind>
  readonly under?: Partial<PluginUnderTest>
}

/** What is written. */
export const written = '门口的灯坏了'

/** A plugin as the kit tests it, with some of it replaced. */
export const pluginWith = (altered: Altered = {}) =>
  async function create(): Promise<PluginUnderTest> {
    const board = new Set<string>()
    const releaseOf = (own: Partial<typeof kind> = {}) => {
      const note = defineRecord({ ...definition, ...altered.record, kind: { ...kind, ...own } }) as AnyRecordDefinition
      const read = defineRoute({
        method: 'GET',
        path: '/notes/:id',
        access: 'actor',
        input: { params: z.strictObject({ id: z.string() }) },
        handle: async ({ params }, host) => {
          const found = await host.records.facts(note, params.id)
          return found === undefined ? { status: 404 } : { status: 200, body: { version: found.version } }
        },
      })
      const plugin = definePlugin({
        id: 'notes',
        records: [note],
        indicators: [
          {
            name: 'notes.signed',
            title: { zh: '签名', en: 'signed' },
            numerator: [{ measure: 'notes.signatures', weight: 1 }],
            denominator: [{ measure: 'notes.signatures', weight: 1 }],
            basis: { zh: '写下日期', en: 'day of writing' },
            leavesOut: { zh: '无', en: 'nothing' },
            minimumSample: 0,
            digits: 0,
          },
        ],
        deliveries: [
          {
            name: 'board',
            on: ['notes.written'],
            deliver: async (batch) => {
              for (const { record } of batch) board.add(record.id)
              return { ok: true }
            },
          },
        ],
        routes: [read],
        setup: () => ({}),
        ...altered.plugin?.(board, note),
      })
      const by = cityActors.resident
      const step = (command: keyof typeof inputs, input: object = {}, id = 'n-1') => ({
        record: note,
        id,
        command,
        input,
        by,
      })
      return {
        plugin,
        steps: [step('write', { text: written }), step('sign'), step('sign'), step('write', { text: written }, 'n-2')],
      }
    }
    return {
      ...releaseOf(altered.kind),
      texts: [written],
      before: releaseOf(altered.before ?? altered.kind),
      calls: [{ method: 'GET', path: '/notes/:id', call: { params: { id: 'n-1' }, by: cityActors.resident } }],
      outside: () => [...board],
      cleanup: async () => {},
      ...altered.under,
    }
  }
