// `@huiyin/core/contracts`: what adapters implement, and what they are handed.

// Storage

export type { KeptSent, Receipt, SentWrite } from '../contracts/ledger/kept-sent.js'
export type { SentDelivery, SentQuery } from '../contracts/ledger/sent-query.js'
export { type LimitedText, limits } from '../contracts/limits.js'
export type {
  CountsQuery,
  DestinationPause,
  DueQuery,
  FindQuery,
  Lease,
  OwedDelivery,
  OwedQuery,
  Page,
  RecordCount,
  RecordOrder,
  Settlement,
  TallyDimension,
  TallyQuery,
  TallySum,
} from '../contracts/queries.js'
export type {
  Change,
  CommitOutcome,
  DeadlineRow,
  DeadlineWrite,
  DeliveryWrite,
  EventRow,
  KeptDeadline,
  KeptDelivery,
  Loaded,
  RecordIndex,
  RecordRef,
  RecordRows,
  RecordTexts,
  StoredAnswer,
  StoredRecord,
  Stray,
  TakenDelivery,
  TallyDelta,
  VaultRow,
} from '../contracts/rows.js'
export type { SearchQuery, SearchWrite } from '../contracts/searching/search-query.js'
export type { SearchSettlement } from '../contracts/searching/search-settlement.js'
export type { Beside, HostTransaction, Storage, StorageCapabilities, StorageTimes } from '../contracts/storage.js'
export { placeIn } from '../errors/place-in.js'
export { ClockError } from '../errors.js'
export { canonical } from '../record/canonical.js'
export { type TallyGrain, type TallyRow, type TallyScan, tallyRows, tallyScans } from '../tally/roll-ups.js'
export { rolledUp } from '../tally/rolled-up.js'
export { type KeyedSum, type KeyedSums, sumByKey } from '../tally/sum-by-key.js'

// Notification channels

export type { AbortSignalLike } from '../contracts/abort.js'
export type {
  ChannelCheck,
  ChannelHost,
  FailureClass,
  NoticeTexts,
  NotificationChannel,
  SendContext,
  SendResult,
} from '../contracts/channel.js'
export type { Notice, NoticeParams } from '../contracts/notice.js'
export { inOrder } from '../delivery/channel/in-order.js'

// Event sinks and sources

export type { CloudEvent, CloudEventData, EventSink, PublishContext } from '../contracts/streams/sink.js'
export type { EventSource, Inbox, Received, ReceivedCommand } from '../contracts/streams/source.js'
export type { BackfillOptions, BackfillPage, Sinks } from '../sink/backfill.js'
export { type EventName, eventNames } from '../sink/event-names.js'

// Files

export type { ByteHash, ByteStream, FileAbout, Files, StoredFile } from '../contracts/files.js'
export { checkFile, checkFileRef } from '../file/check-file.js'
export { checkedBytes, keptAlready } from '../file/checked-bytes.js'
export { memoryFiles } from '../memory/memory-files.js'

// Who is reached where, and when

export { preferredOrder } from '../contact/preferred-order.js'
export { quietUntil } from '../contact/quiet-hours.js'
export type { ContactPreferences, Directory, QuietHours, Reached, TimeOfDaySpan } from '../contracts/directory.js'
export type { Located, Locator, Place, Point } from '../contracts/locator.js'
export type { Receiver } from '../contracts/receiver.js'

// The platform: time, chance, digests, logs

export type { Clock } from '../contracts/clock.js'
export type { Digest, DigestKey, HashAlgorithm } from '../contracts/digest.js'
export type { Ids } from '../contracts/ids.js'
export type { Logger } from '../contracts/logger.js'
export type { Timer } from '../contracts/timer.js'

// The record: checkpoints kept elsewhere, and what verifying finds

export type { CheckpointLine, CheckpointOptions } from '../audit/checkpoint.js'
export type { CheckpointFault } from '../audit/compare.js'
export type { VerifyOptions } from '../audit/verify.js'
export type { ChainFault } from '../record/chain.js'
export { type StoredRequests, storedRequests } from '../request/packing/stored-requests.js'

// Changes of areas: what is planned, decided ahead and told

export type { AreaStep } from '../area/area-events.js'
export type { AreaChangeDate } from '../area/areas.js'
export type { GridKindTitle } from '../area/grid-kinds.js'
export type { AreaChangePreview, AreaFates, AreaPlan, AreaPlanItem } from '../area/plan/area-plan.js'

// What contracts are written in

export type { Actor, Grant } from '../contracts/actor.js'
export type { CommandOptions, ReadOptions } from '../contracts/command.js'
export type { Bilingual } from '../contracts/text.js'

// For packages that read files

export type { AdapterFailure } from '../errors/adapter-failure.js'
export { type InputIssueCode, type InputIssueParams, inputIssue } from '../errors/input-issue.js'
export { AdapterError, isHuiyinError } from '../errors.js'
export { atRow } from '../import/row-number.js'
