import {
  type BusinessHours,
  createBusinessHours,
  createHuiyin,
  createWorkCalendar,
  type Huiyin,
  type NotificationChannel,
  type Plugin,
  type Storage,
} from '@huiyin/core'
import type { EventSink, Files, Ids } from '@huiyin/core/contracts'
import { simulatedChannels } from './channels.js'
import { abandon, connect } from './connection.js'
import { type Deploy, drawDeploy, stateMapping } from './deploys.js'
import type { Ledger } from './ledger.js'
import { type Patrols, patrolPlugin, patrolsId, type Release } from './patrol-kind.js'
import type { Owner } from './scheduler.js'
import { simulatedSink } from './sinks.js'
import { ownCommands } from './surveys.js'
import type { World } from './world.js'

/** A simulated process: a Huiyin of its own over the storage all share, with a clock of its own. */
export interface Process extends Owner {
  readonly name: string
  alive: boolean
  ready: boolean
  /** How far its clock is off. */
  skew: number
  readonly huiyin: Huiyin
  /** The plugin whose records change their form, in the release of this process. */
  readonly patrols: Patrols
}

/** Where defects are planted to prove that they are found; all absent in real runs. */
export interface Seams {
  /** The storage all processes share. */
  readonly storage?: (storage: Storage) => Storage
  /** What stands between a runtime and its connection. */
  readonly connection?: (storage: Storage, deploy: Deploy) => Storage
  readonly channel?: (channel: NotificationChannel) => NotificationChannel
  readonly sink?: (sink: EventSink) => EventSink
  /** The form that a release of a plugin says its records have. */
  readonly form?: (release: Release) => number
}

/** What all processes of one simulation share. */
export interface ProcessParts {
  readonly world: World
  readonly storage: Storage
  readonly ledger: Ledger
  readonly seams: Seams
  readonly plugins: readonly Plugin[]
  /** Where every process keeps the bytes of attachments. */
  readonly files: Files
}

// Short, so that texts are erased while everything else goes on.
const retention = [
  { name: 'withdrawn-a-day', days: 1, ends: ['withdrawn'] },
  { name: 'a-week', days: 7 },
]

let shared: BusinessHours | undefined
// One calendar for all seeds, because it never changes.
function hours(): BusinessHours {
  shared ??= createBusinessHours(createWorkCalendar({ unpublished: 'provisional' }))
  return shared
}

function simulatedProcessIds(name: string, { random }: World): Ids {
  const counters = new Map<string, number>()
  const hex = () => random.int(0, 0xffff_ffff).toString(16).padStart(8, '0')
  return {
    next: (type) => {
      const n = (counters.get(type) ?? 0) + 1
      counters.set(type, n)
      return `${type}-${name}-${n}`
    },
    salt: () => hex() + hex() + hex() + hex(),
  }
}

/** Makes processes, and lets them die. */
export function createProcesses({ world, storage, ledger, seams, plugins, files }: ProcessParts) {
  const { scheduler, trace } = world
  const all: Process[] = []
  let born = 0

  /** `skew`: how far the clock is off with which it begins. */
  function begin(skew = 0): Process {
    const name = `p${++born}`
    const owner = { name, alive: true, ready: false, skew }
    const connection = connect(storage, owner, world)
    const deploy = drawDeploy(world, born === 1)
    const channels = simulatedChannels(owner, ledger, world).map((each) => seams.channel?.(each) ?? each)
    const sink = simulatedSink(owner, ledger, world)
    const huiyin = createHuiyin({
      storage: seams.connection?.(connection, deploy) ?? connection,
      platform: {
        clock: { now: () => scheduler.now() + owner.skew },
        timer: { after: (milliseconds, callback) => scheduler.after(owner, milliseconds, callback) },
        ids: simulatedProcessIds(name, world),
      },
      hours: hours(),
      files,
      channels: deploy.channels ? channels : [],
      sinks: deploy.channels ? [seams.sink?.(sink) ?? sink] : [],
      commands: ownCommands,
      privacy: { retention },
      ...(deploy.lifecycle !== undefined && { lifecycle: deploy.lifecycle }),
      plugins: [...plugins, patrolPlugin(deploy.release, seams.form?.(deploy.release))],
      // Longer than any clock jump, so that a repeated key is still known.
      limits: { idempotencyDays: 3650 },
    })
    const process: Process = Object.assign(owner, { huiyin, patrols: huiyin.plugins[patrolsId] as Patrols })
    all.push(process)
    const without = deploy.channels ? '' : ' without channels'
    const wrong = skew === 0 ? '' : `, its clock off by ${skew}`
    const other = deploy.lifecycle === undefined ? '' : ' with another lifecycle'
    trace.add(`${name} begins in release ${deploy.release}${without}${other}${wrong}`)
    start(process, deploy)
    return process
  }

  // A process that cannot start tries again, like one that a supervisor restarts.
  function start(process: Process, deploy: Deploy): void {
    process.huiyin.start(deploy.lifecycle === undefined ? { states: stateMapping } : {}).then(
      () => {
        process.ready = true
      },
      () => scheduler.add({ owner: process, run: () => start(process, deploy) }),
    )
  }

  function crash(process: Process): void {
    trace.add(`${process.name} dies`)
    process.alive = false
    all.splice(all.indexOf(process), 1)
    abandon(process, world)
  }

  return Object.freeze({ all: all as readonly Process[], begin, crash })
}

/** See `createProcesses`. */
export type Processes = ReturnType<typeof createProcesses>
