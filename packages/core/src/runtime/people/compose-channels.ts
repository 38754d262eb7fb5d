import { supervisorOf } from '../../area/directory.js'
import type { NotificationChannel } from '../../contracts/channel.js'
import type { Directory } from '../../contracts/directory.js'
import type { Logger } from '../../contracts/logger.js'
import type { Storage } from '../../contracts/storage.js'
import { type ChannelParts, channelDestinations, channelPayload } from '../../delivery/channel/channel-destination.js'
import { createHost } from '../../delivery/channel/channel-host.js'
import { type Audience, queuesOf } from '../../delivery/channel/queues.js'
import { createUpkeep } from '../../delivery/channel/upkeep.js'
import type { Owing } from '../../delivery/declared-kind.js'
import { createReceipts } from '../../delivery/receipts.js'
import { refOf } from '../../record/bucket.js'
import type { Destination } from '../../record/destinations.js'
import type { Engine } from '../../record/engine.js'
import { pressesAtOnce } from '../../sla/office-moment.js'
import type { composeServices } from '../compose-services.js'
import type { Platform } from '../options/options.js'

interface ComposedFrom {
  readonly channels: readonly NotificationChannel[]
  readonly engine: Engine
  readonly storage: Storage
  readonly platform: Platform
  readonly logger: Logger
  readonly people: Directory
  readonly services: ReturnType<typeof composeServices>
}

// Requests first: nearly every message is about one.
const tellingTypes = (request: string, { kinds }: Pick<Engine, 'kinds'>): readonly string[] => [
  ...new Set([request, ...kinds().map(({ type }) => type)]),
]

/** The channels of this process: where their messages go, what each is owed, and who opens and closes them. */
export function composeChannels(from: ComposedFrom) {
  const { channels, engine, storage, platform, logger, people, services } = from
  const { calendar, directory, kind, lifecycle, names } = services
  const { clock, timer } = platform
  const parts: ChannelParts = {
    directory: people,
    calendar: () => calendar.history().inForce.calendar,
    storage,
    readAt: engine.readAt,
    refOf,
    requestType: kind.type,
    receipts: createReceipts({ storage, refOf, types: () => tellingTypes(kind.type, engine), now: clock.now }),
    logger,
    now: clock.now,
    names,
    standing: lifecycle.standing,
    supervisorOf: (facts) => supervisorOf(directory(), facts),
    pressesAtOnce: (each) => pressesAtOnce(calendar.history().inForce, each),
  }
  const hostOf = (channel: NotificationChannel) => createHost(parts, channel, () => {})
  const upkeep = createUpkeep({ channels, hostOf, timer, now: clock.now, logger })
  const owings: readonly (readonly [name: string, owing: Owing])[] = channels
    .flatMap(queuesOf)
    .map(({ name, audience }) => [name, { audience }])
  return {
    upkeep,
    owings,
    destinations: channels.flatMap((channel) => channelDestinations(channel, parts, upkeep)),
    /** What is owed to a queue that only other processes serve. */
    payloadFor: (audience: Audience): Destination['payloadFor'] => channelPayload(parts, audience),
  }
}
