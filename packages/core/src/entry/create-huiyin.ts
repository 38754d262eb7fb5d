import { createByteHash, systemClock, systemDigest, systemIds, systemTimer } from '#platform'
import type { Plugin } from '../plugin/plugin.js'
import type { OwnCommands } from '../request/own/own-command.js'
import { compose } from '../runtime/compose.js'
import type { Huiyin } from '../runtime/huiyin.js'
import { checkOptions } from '../runtime/options/check-options.js'
import type { HuiyinOptions } from '../runtime/options/options.js'

const systemPlatform = { clock: systemClock, timer: systemTimer, ids: systemIds, digest: systemDigest }

/**
 * Makes a Huiyin over a storage. Nothing is read or written before `start()`.
 *
 * @throws ConfigurationError when plugins do not fit together, or when an option is unknown or would silently lose messages, answers or commands
 *
 * @example
 * ```ts
 * import { createHuiyin, memoryStorage } from '@huiyin/core'
 *
 * const huiyin = createHuiyin({ storage: memoryStorage() })
 * await huiyin.start()
 * ```
 */
export function createHuiyin<
  const Plugins extends readonly Plugin[] = readonly [],
  OwnRole extends string = never,
  const Commands extends OwnCommands = Record<never, never>,
>(options: HuiyinOptions<Plugins, OwnRole, Commands>): Huiyin<Plugins, Commands> {
  checkOptions(options)
  return compose(options, { ...systemPlatform, ...options.platform }, createByteHash)
}
