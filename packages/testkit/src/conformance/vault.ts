import { deepEqual, equal, sameItems } from './assert.js'
import { change, committed, type Facet, ref } from './kit.js'

const one = ref('q-1')
const row = (name: string) => ({ ref: name, subject: 'res-1', field: 'name', value: '王某', salt: 'ab' })
const erased = (name: string) => ({ ...row(name), value: null, salt: null })

/** Texts of the vault can be erased; their rows stay. */
export const vault: Facet = {
  name: 'vault',
  tests: [
    [
      'keeps texts apart from the record and returns them only when asked',
      async ({ storage }) => {
        await committed(storage, change(one, { vault: [row('t.1')] }))
        deepEqual((await storage.load(one, { vault: true })).vault, [row('t.1')], 'asked for')
        equal((await storage.load(one)).vault, undefined, 'not asked for')
        deepEqual((await storage.load(ref('q-2'), { vault: true })).vault, [], 'of another record')
      },
    ],
    [
      'erases text and salt, keeps the row, and leaves the others alone',
      async ({ storage }) => {
        await committed(storage, change(one, { vault: [row('t.1'), row('t.2')] }))
        await committed(storage, change(ref('q-2'), { vault: [row('t.1')] }))
        await committed(storage, change(one, { expectedVersion: 1, erase: ['t.1'] }))
        sameItems((await storage.load(one, { vault: true })).vault ?? [], [erased('t.1'), row('t.2')], 'the rows')
        deepEqual(
          (await storage.load(ref('q-2'), { vault: true })).vault,
          [row('t.1')],
          'the same ref of another record',
        )
      },
    ],
    [
      'adds and erases in one change, and takes an erasure of what is not there for done',
      async ({ storage }) => {
        await committed(storage, change(one, { vault: [row('t.1')] }))
        await committed(storage, change(one, { expectedVersion: 1, vault: [row('t.2')], erase: ['t.1', 't.9'] }))
        sameItems((await storage.load(one, { vault: true })).vault ?? [], [erased('t.1'), row('t.2')], 'the rows')
        await committed(storage, change(one, { expectedVersion: 2, erase: ['t.1'] }))
        sameItems((await storage.load(one, { vault: true })).vault ?? [], [erased('t.1'), row('t.2')], 'erased twice')
      },
    ],
    [
      'returns the rows in the order in which they were first put, whatever their refs',
      async ({ storage }) => {
        await committed(storage, change(one, { vault: [row('t.9'), row('a.1')] }))
        await committed(storage, change(one, { expectedVersion: 1, vault: [row('m.1')], erase: ['t.9'] }))
        const refs = async () => (await storage.load(one, { vault: true })).vault?.map((each) => each.ref)
        deepEqual(await refs(), ['t.9', 'a.1', 'm.1'], 'the order')
        await committed(storage, change(one, { expectedVersion: 2, vault: [row('t.9')] }))
        deepEqual(await refs(), ['t.9', 'a.1', 'm.1'], 'the order, one put again')
        const [again] = (await storage.load(one, { vault: true })).vault ?? []
        deepEqual(again, row('t.9'), 'the row that was put again')
      },
    ],
    [
      'gives the rows of some fields of several records in one call, for each record in the order asked for',
      async ({ storage }) => {
        const reply = (name: string, value: string) => ({ ...row(name), field: 'reply', value })
        await committed(storage, change(one, { vault: [row('t.9'), reply('t.1', '甲'), row('t.2')] }))
        const team = ref('q-1', 'team')
        await committed(storage, change(team, { vault: [row('t.1')] }))
        await committed(storage, change(ref('q-2'), { vault: [reply('t.1', '乙')] }))
        await committed(storage, change(one, { expectedVersion: 1, erase: ['t.9'] }))
        const there = (...fields: string[]) => storage.texts([ref('q-2'), ref('q-3'), one, team], fields)
        const none = { ref: ref('q-3'), rows: [] }
        deepEqual(
          await there('name'),
          [
            { ref: ref('q-2'), rows: [] },
            none,
            { ref: one, rows: [erased('t.9'), row('t.2')] },
            { ref: team, rows: [row('t.1')] },
          ],
          'one field, an erased row among them',
        )
        deepEqual(
          (await there('reply', 'name', 'phone')).map(({ rows }) => rows.map((each) => each.ref)),
          [['t.1'], [], ['t.9', 't.1', 't.2'], ['t.1']],
          'several fields, in the order in which they were first put',
        )
        const nothing = (await there()).map(({ rows }) => rows)
        deepEqual(nothing, [[], [], [], []], 'no field')
        deepEqual(await storage.texts([], ['name']), [], 'no record')
        const twice = await storage.texts([team, team], ['name'])
        deepEqual(
          twice,
          [
            { ref: team, rows: [row('t.1')] },
            { ref: team, rows: [row('t.1')] },
          ],
          'a record asked for twice',
        )
      },
    ],
    [
      'does not erase for a change it refuses',
      async ({ storage }) => {
        await committed(storage, change(one, { vault: [row('t.1')] }))
        await storage.commit([change(one, { erase: ['t.1'] })])
        deepEqual((await storage.load(one, { vault: true })).vault, [row('t.1')], 'the row')
      },
    ],
  ],
}
