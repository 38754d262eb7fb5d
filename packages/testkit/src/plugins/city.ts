import { createHuiyin, memoryStorage, type Plugin } from '@huiyin/core'
import type { Storage } from '@huiyin/core/contracts'
import { definePlugin, type PluginHost } from '@huiyin/core/plugin'
import { seedCity } from '../city.js'
import { ConformanceError } from '../conformance/assert.js'
import { simulatedClock } from '../simulated-clock.js'
import { simulatedIds } from '../simulated-ids.js'
import type { PluginStep, PluginUnderTest } from './kit.js'

const start = Date.parse('2022-01-04T10:00:00+08:00')
const minute = 60_000

const probe = definePlugin({ id: 'conformance-kit', setup: (host): PluginHost => host })

type Living = Pick<PluginUnderTest, 'plugin' | 'uses'>

/** The small city with a plugin, and a host of its own that runs commands on the records of all. */
export async function cityWith({ plugin, uses = [] }: Living, storage: Storage = memoryStorage(), at = start) {
  const clock = simulatedClock(at)
  const warnings: string[] = []
  const huiyin = createHuiyin({
    storage,
    platform: { clock, ids: simulatedIds(1) },
    plugins: [...uses, plugin, probe] as readonly Plugin[],
    logger: { info: () => {}, warn: (text, more) => void warnings.push(`${text} ${JSON.stringify(more)}`) },
  })
  await huiyin.start()
  if (huiyin.areas.tree().size === 0) await seedCity(huiyin)
  const host = (huiyin.plugins as unknown as Record<string, PluginHost>)['conformance-kit'] as PluginHost

  async function issue({ record, id, command, input, by }: PluginStep) {
    return host.records.run(record, id, command as never, input as never, { by })
  }

  /** Goes through the life, a minute from step to step. */
  async function live(steps: readonly PluginStep[]): Promise<void> {
    for (const [position, step] of steps.entries()) {
      clock.advance(minute)
      const result = await issue(step)
      if (!result.ok)
        throw new ConformanceError(
          `step ${position + 1}, ${step.command} on ${step.id}, was refused: ${result.refusal.code}; a life has commands that are accepted`,
        )
    }
  }

  /** All events of the records of the steps, as they are stored. */
  async function eventsOf(steps: readonly PluginStep[]) {
    const found: { readonly of: string; readonly type: string; readonly text: string }[] = []
    const seen = new Set<string>()
    for (const { record, id } of steps) {
      const of = `${record.kind.type}/${id}`
      if (seen.has(of)) continue
      seen.add(of)
      for await (const event of host.records.events(record, id))
        found.push({ of, type: event.type, text: JSON.stringify(event) })
    }
    return found
  }

  return { huiyin, host, clock, storage, warnings, issue, live, eventsOf }
}

/** The system, in whose name the kit reads and erases. */
export const system = { id: 'system', kind: 'system', grants: [] } as const
