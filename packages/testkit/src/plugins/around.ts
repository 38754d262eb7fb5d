import type { PluginDelivered } from '@huiyin/core/plugin'
import { ConformanceError, deepEqual, equal, rejects } from '../conformance/assert.js'
import { cityWith, system } from './city.js'
import type { PluginFacet } from './kit.js'

const copyOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null))

/** Deliveries do what they do once, however often they are asked. */
export const deliveries: PluginFacet = {
  name: 'deliveries',
  tests: [
    [
      'takes what it is owed, and the same again without doing it twice',
      async (under) => {
        const { huiyin, host, live, eventsOf } = await cityWith(under)
        const given: { readonly name: string; readonly batch: readonly PluginDelivered[] }[] = []
        const { plugin } = under
        await live(under.steps)
        await huiyin.tick()
        equal((await huiyin.deliveries.deadLetters({ by: system })).items.length, 0, 'dead letters')
        for (const { name, on, when } of plugin.deliveries ?? [])
          for (const { record, id } of under.steps) {
            const found = await host.records.facts(record, id)
            for await (const event of host.records.events(record, id)) {
              const wanted = on.some(
                (each) =>
                  each === '*' ||
                  each === event.type ||
                  (each.endsWith('.*') && event.type.startsWith(each.slice(0, -1))),
              )
              if (wanted && (when?.(event, found?.facts ?? {}) ?? true))
                given.push({ name, batch: [{ record: { type: record.kind.type, id }, event, attempt: 2 }] })
            }
          }
        const [outside, events] = [copyOf(under.outside?.()), (await eventsOf(under.steps)).length]
        for (const { name, batch } of given) {
          const delivery = plugin.deliveries?.find((each) => each.name === name)
          const answer = await delivery?.deliver(batch, { host, signal: new AbortController().signal })
          const [first] = Array.isArray(answer) ? answer : [answer]
          if (first?.ok !== true) throw new ConformanceError(`${name} does not take an event that it had taken`)
        }
        deepEqual(copyOf(under.outside?.()), outside, 'what was done outside, after a repetition')
        equal((await eventsOf(under.steps)).length, events, 'events of its records, after a repetition')
        await huiyin.stop()
      },
    ],
  ],
}

/** Routes check what comes in, and reading changes nothing. */
export const routes: PluginFacet = {
  name: 'routes',
  tests: [
    [
      'answers the calls that are right, and nobody where an actor is needed',
      async (under) => {
        const { huiyin, live } = await cityWith(under)
        await live(under.steps)
        const own = huiyin.routes.filter(({ plugin }) => plugin === under.plugin.id)
        for (const route of own) {
          const named = `${route.method} ${route.path}`
          const calls = (under.calls ?? []).filter(({ method, path }) => `${method} ${path}` === named)
          if (calls.length === 0) throw new ConformanceError(`no call of ${named}`)
          for (const { call } of calls) {
            const { status } = await route.handle(call)
            if (status >= 500) throw new ConformanceError(`${named} answers ${status}`)
            const { by: _, ...nobody } = call
            if (route.access === 'actor')
              await rejects(() => route.handle(nobody), 'invalid-input', `${named}, called by nobody`)
          }
        }
        await huiyin.stop()
      },
    ],
    [
      'refuses input of another form, and changes nothing by GET',
      async (under) => {
        const { huiyin, live } = await cityWith(under)
        await live(under.steps)
        const before = (await huiyin.audit.verify({ by: system })).digest
        for (const { method, path, call } of under.calls ?? []) {
          const route = huiyin.routes.find((each) => each.method === method && each.path === path)
          if (route === undefined) throw new ConformanceError(`there is no route ${method} ${path}`)
          const parts = [
            ...(path.includes(':') ? ['params'] : []),
            ...(call.query === undefined ? [] : ['query']),
            ...(call.body === undefined ? [] : ['body']),
          ]
          for (const part of parts)
            await rejects(
              () => route.handle({ ...call, [part]: { 'kit-unknown': { deep: 1 } } } as never),
              'invalid-input',
              `${method} ${path} with nonsense as ${part}`,
            )
          if (method === 'GET') await route.handle(call)
        }
        equal((await huiyin.audit.verify({ by: system })).digest, before, 'the records after refused calls and reading')
        await huiyin.stop()
      },
    ],
  ],
}
