import { defineRefusals } from '../import/refusal.js'

/** Why any command may be refused, whatever record it is for: another version was expected, or its key was used before for something else. */
export type CommandRefusals = {
  'stale-version': { expected: number; actual: number; path: readonly string[] }
  'key-reused': { key: string; path: readonly string[] }
}

/** The refusals that the engine gives by itself. */
export const commandRefusals = defineRefusals<CommandRefusals>({
  'stale-version': {
    zh: (d) => `记录已更新：您看到的是第 ${d.expected} 版，现为第 ${d.actual} 版，请刷新后再试。`,
    en: (d) => `The record has moved on: you saw version ${d.expected}, it is at ${d.actual}. Reload and try again.`,
  },
  'key-reused': {
    zh: (d) => `命令键 ${d.key} 已用于另一条内容不同的命令。`,
    en: (d) => `Command key ${d.key} was already used for a different command.`,
  },
})
