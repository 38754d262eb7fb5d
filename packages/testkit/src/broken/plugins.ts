import { defineRoute, z } from '@huiyin/core/plugin'
import type { pluginFacets } from '../plugins/index.js'
import type { PluginUnderTest } from '../plugins/kit.js'
import { definition, inputs, kind, type Note, pluginWith, written } from './note-plugin.js'

let counter = 0
const boardOf = (deliver: (board: Set<string>, id: string) => void) => (board: Set<string>) => ({
  deliveries: [
    {
      name: 'board',
      on: ['notes.written'],
      deliver: async (batch: readonly { readonly record: { readonly id: string } }[]) => {
        for (const { record } of batch) deliver(board, record.id)
        return { ok: true }
      },
    },
  ],
})

/** Plugins with one defect each: what the kit itself is tested on. `defect` completes "a plugin that". Not part of the package. */
export const brokenPlugins: readonly {
  readonly defect: string
  readonly facet: keyof typeof pluginFacets
  readonly create: () => Promise<PluginUnderTest>
}[] = [
  {
    defect: 'does not name its events',
    facet: 'declaration',
    create: pluginWith({ kind: { events: undefined as never }, plugin: () => ({ deliveries: [] }) }),
  },
  {
    defect: 'takes members that no schema names',
    facet: 'inputs',
    create: pluginWith({ record: { inputs: { ...inputs, sign: z.object({}) as never } } }),
  },
  {
    defect: 'takes whatever comes',
    facet: 'inputs',
    create: pluginWith({ record: { inputs: { ...inputs, sign: z.any() as never } } }),
  },
  {
    defect: 'writes a text into its events',
    facet: 'texts',
    create: pluginWith({
      record: { inputs: { ...inputs, write: z.strictObject({ text: z.string() }) as never } },
      under: { texts: [written] },
    }),
  },
  {
    defect: 'lets anybody sign',
    facet: 'permissions',
    create: pluginWith({ record: { may: { ...definition.may, sign: ['anyone'] } } }),
  },
  {
    defect: 'asks nobody who writes',
    facet: 'permissions',
    create: pluginWith({ record: { may: { ...definition.may, write: () => undefined } } }),
  },
  {
    defect: 'counts in a memory of its own what it folds',
    facet: 'replay',
    create: pluginWith({
      before: {},
      kind: { evolve: (facts, event) => ({ ...kind.evolve(facts, event), lucky: ++counter }) as Note },
      under: { before: undefined as never },
    }),
  },
  {
    defect: 'decides by chance',
    facet: 'replay',
    create: pluginWith({
      kind: {
        decide: (facts, command, context) => {
          const decision = kind.decide(facts, command, context)
          if (!('events' in decision)) return decision
          return { events: decision.events.map((each) => ({ ...each, data: { ...each.data, lot: ++counter } })) }
        },
      },
    }),
  },
  {
    defect: 'counts another number every time it is asked',
    facet: 'figures',
    create: pluginWith({
      record: {
        measures: [
          {
            name: 'notes.signatures',
            title: { zh: '签名数', en: 'signatures' },
            at: ({ writtenAt }) => [{ at: writtenAt, delta: ++counter }],
          },
        ],
      },
    }),
  },
  {
    defect: 'does not say whose its texts are',
    facet: 'erasure',
    create: pluginWith({
      kind: {
        index: ({ writtenAt, closed }) => ({ status: closed ? 'closed' : 'open', open: !closed, createdAt: writtenAt }),
      },
    }),
  },
  {
    defect: 'adds a member to its facts without another form',
    facet: 'forms',
    create: pluginWith({
      kind: { evolve: (facts, event) => ({ ...kind.evolve(facts, event), since: 1 }) as Note },
      before: {},
    }),
  },
  {
    defect: 'refuses what becomes due',
    facet: 'time',
    create: pluginWith({
      kind: {
        decide: (facts, command, context) =>
          command.name === 'close'
            ? {
                refusal: {
                  code: 'notes.never',
                  kind: 'state',
                  details: {},
                  message: { zh: '不结束。', en: 'It never ends.' },
                },
              }
            : kind.decide(facts, command, context),
      },
    }),
  },
  {
    defect: 'does again what it is handed again',
    facet: 'deliveries',
    create: pluginWith({ plugin: boardOf((board, id) => void board.add(`${id} ${board.size}`)) }),
  },
  {
    defect: 'takes params of a route as they come',
    facet: 'routes',
    create: pluginWith({
      plugin: () => ({
        routes: [{ method: 'GET', path: '/notes/:id', access: 'actor', handle: async () => ({ status: 200 }) }],
      }),
    }),
  },
  {
    defect: 'writes when it is read',
    facet: 'routes',
    create: pluginWith({
      plugin: (_board, note) => ({
        routes: [
          defineRoute({
            method: 'GET',
            path: '/notes/:id',
            access: 'actor',
            input: { params: z.strictObject({ id: z.string() }) },
            handle: async ({ params, by }, host) => {
              await host.records.run(note, params.id, 'sign', {}, { by })
              return { status: 200 }
            },
          }),
        ],
      }),
    }),
  },
]
