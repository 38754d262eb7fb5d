// The conformance kit of the Storage contract

export { ConformanceError } from './conformance/assert.js'
export { storageConformance, storageFacets } from './conformance/index.js'
export type { Facet, FacetTest, Runner, StorageFactory, StorageUnderTest } from './conformance/kit.js'

// The conformance kit of the NotificationChannel contract

export { channelHost, type TestHost } from './channels/host.js'
export { channelConformance, channelFacets } from './channels/index.js'
export type {
  ChannelFacet,
  ChannelFactory,
  ChannelUnderTest,
  Gateway,
  GatewayCode,
  SentMessage,
  StartedChannel,
} from './channels/kit.js'

// The conformance kit of the EventSink contract, and a sink in memory

export { sinkConformance, sinkFacets } from './sinks/index.js'
export type { SinkFacet, SinkFactory, SinkUnderTest } from './sinks/kit.js'
export { type MemorySink, memorySink } from './sinks/memory-sink.js'

// The conformance kit of the plugin contract

export { pluginConformance, pluginFacets } from './plugins/index.js'
export type { PluginFacet, PluginFactory, PluginStep, PluginUnderTest } from './plugins/kit.js'

// The conformance kit of the Files contract

export { filesConformance, filesFacets } from './files/index.js'
export type { FilesFacet, FilesFactory, FilesUnderTest } from './files/kit.js'

// A fuzzer of what channels answer

export { type NonsensePlayed, playNonsense } from './faults/play-nonsense.js'
export { type NonsenseAnswer, nonsenseAnswer } from './nonsense-answer.js'

// A storage that reports its calls

export { type StorageCall, tracingStorage } from './tracing-storage.js'

// Time and randomness that follow from a seed

export { type SeededRandom, seededRandom } from './seeded-random.js'
export { type SimulatedClock, simulatedClock } from './simulated-clock.js'
export { simulatedIds } from './simulated-ids.js'

// A small city to test in

export { cityActors, cityAreas, cityCatalogue, cityGrid, seedCity } from './city.js'

// Crash testing: a load that reports every command, and an external ledger of what was acknowledged

export { type FailingOptions, type FailingStorage, failingStorage } from './faults/failing-storage.js'
export { inbox } from './faults/inbox.js'
export { type LateOptions, type LateStorage, lateStorage } from './faults/late-storage.js'
export { createLedger, type Ledger, type LedgerFindings } from './faults/ledger.js'
export { linearizable, type Operation, type SequentialModel } from './faults/linearizable.js'
export { type Played, type PlayedStep, type PlayOptions, playedSteps, playLifecycles } from './faults/play.js'

// The deterministic simulation

export type { FaultKind } from './simulation/faults.js'
export { type Simulation, type SimulationOptions, simulate } from './simulation/simulate.js'
export type { Invariant, Violation } from './simulation/world.js'
