import type { LifecycleDefinition, RequestFacts } from '@huiyin/core'
import { defaultLifecycle, extendLifecycle, type OpenState } from '@huiyin/core/plugin'
import type { Release } from './patrol-kind.js'
import type { ReadRecord } from './read-back.js'
import type { World } from './world.js'

/** What a process was deployed with: in a rolling deploy, not every process has what the others have. */
export interface Deploy {
  /** Without them it only writes what they are owed. */
  readonly channels: boolean
  /** One with a state of its own, in which its requests begin; the default when absent. */
  readonly lifecycle?: LifecycleDefinition
  /** Which release of the plugin whose records change their form. */
  readonly release: Release
}

/** The state that only some processes know. It allows what `reported` does. */
export const extraState = 'verifying'
const reported = defaultLifecycle.states.reported as OpenState
const verifying: OpenState = { ...reported, title: { zh: '现场核实中', en: 'being verified on site' } }
const extended = extendLifecycle(defaultLifecycle, { states: { [extraState]: verifying }, initial: extraState })

/** Where its requests go in a process that does not know it. */
export const stateMapping: Readonly<Record<string, string>> = { [extraState]: 'reported' }

/** Draws what the next process is deployed with. The first has all channels, and so has every one that begins when faults have ended, with the newest plugin. */
export function drawDeploy({ faults }: World, isFirst: boolean): Deploy {
  const lacksChannels = !isFirst && faults.strikes('rollingDeploys', 0.4)
  const hasState = faults.strikes('rollingDeploys', 0.25)
  const release = faults.strikes('rollingDeploys', 0.4) ? 1 : 2
  return { channels: !lacksChannels, ...(hasState && { lifecycle: extended }), release }
}

/** Every end is owed to the channel of residents, whichever process it was decided in; and no open request is left in a state that went. */
export function checkDeploys(read: readonly ReadRecord[], { violate }: World): void {
  for (const { record, facts, changes } of read) {
    if (record.type !== 'request') continue
    if (record.index.open && record.index.status === extraState)
      violate('states', `${record.id} is left in ${extraState}, which the processes do not know`)
    for (const { events, deliveries } of changes)
      for (const { seq, bytes } of events) {
        const { data } = JSON.parse(bytes) as { readonly data: { readonly progress?: Pick<RequestFacts, 'open'> } }
        if (data.progress?.open !== false) continue
        if (!deliveries.some(({ event, destination }) => event === seq && destination === 'residents'))
          violate('owed', `${facts.id} ended by event ${seq}, and nothing was written for its resident`)
      }
  }
}
