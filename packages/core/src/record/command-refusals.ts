import { defineRefusals } from '../import/refusal.js'

/** Why any command may be refused, whatever record it is for. */
export type CommandRefusals = {
  /** Optimistic concurrency: the record does not have the version that the caller expected. Nothing was written. */
  'stale-version': {
    /** `expectedVersion` of the command. */
    expected: number
    /** Version of the record now, 0 when it does not exist. */
    actual: number
    /** `['expectedVersion']`. */
    path: readonly string[]
  }
  /** The idempotency key belongs to another command, actor or input on the same record. Nothing was written. */
  'key-reused': {
    /** The key as it was sent. */
    key: string
    /** `['key']`. */
    path: readonly string[]
  }
  /** The idempotency key was carried out, and its answer is kept no longer (`limits.idempotencyDays`). Nothing was written. */
  'key-forgotten': {
    /** The key as it was sent. */
    key: string
    /** `['key']`. */
    path: readonly string[]
  }
}

/** The refusals that the engine gives by itself. */
export const commandRefusals = defineRefusals<CommandRefusals>(
  {
    'stale-version': {
      zh: (d) => `记录已更新：您看到的是第 ${d.expected} 版，现为第 ${d.actual} 版，请刷新后再试。`,
      en: (d) => `The record has moved on: you saw version ${d.expected}, it is at ${d.actual}. Reload and try again.`,
    },
    'key-reused': {
      zh: (d) => `命令键 ${d.key} 已用于另一条内容不同的命令。`,
      en: (d) => `Command key ${d.key} was already used for a different command.`,
    },
    'key-forgotten': {
      zh: (d) => `命令键 ${d.key} 已执行过，结果已过保留期；请查询原诉求。`,
      en: (d) => `Command key ${d.key} was carried out before, and its answer is kept no longer. Look the request up.`,
    },
  },
  {
    'stale-version': 'conflict',
    'key-reused': 'conflict',
    'key-forgotten': 'conflict',
  },
)
