import type { Digest } from '../../contracts/digest.js'
import type { Bilingual } from '../../contracts/text.js'
import { inBoth, refuseFaults } from '../../errors/faults.js'
import { ConfigurationError } from '../../errors.js'
import type { Measure } from '../../evaluation/measures/measure.js'
import { numberPrefixForm } from '../../number/number.js'
import { checkPlugins } from '../../plugin/check.js'
import type { SlaPolicy } from '../../sla/policy.js'
import { policyIssues } from '../../sla/policy-issues.js'
import { pluggedIn } from '../plugins/plugged-in.js'
import { attachmentFaults } from './check-attachments.js'
import { channelFaults } from './check-channels.js'
import { ownCommandFaults } from './check-commands.js'
import { retentionFaults } from './check-retention.js'
import { streamFaults } from './check-sinks.js'
import type { HuiyinOptions } from './options.js'
import { ratingFaults, shapeFaults } from './validate-options.js'

function contractFaults({ directory, files, locator }: HuiyinOptions): Bilingual[] {
  const given = [
    ['directory', directory?.contract, 'huiyin.directory/1'],
    ['files', files?.contract, 'huiyin.files/1'],
    ['locator', locator?.contract, 'huiyin.locator/1'],
  ] as const
  return given
    .filter(([name, contract, known]) => ({ directory, files, locator })[name] !== undefined && contract !== known)
    .map(([name, contract]) =>
      inBoth(`${name} 按另一契约编写（${contract}）`, `${name} is made for another contract (${contract})`),
    )
}

function slaFaults(sla: SlaPolicy): Bilingual[] {
  const { clocks, ...settings } = sla
  if (typeof clocks !== 'object' || clocks === null)
    return [inBoth('sla 不是时限规则，请用 defineSlaPolicy 创建', 'sla is not a policy; make it with defineSlaPolicy')]
  return policyIssues({ ...settings, ...clocks }).map(({ path, message }) =>
    inBoth(`时限规则 sla.${path.join('.')} ${message.zh}`, `sla.${path.join('.')}: ${message.en}`),
  )
}

/**
 * Refuses options that are unknown, that miss a required method, or that would silently lose messages, answers or commands, before anything is
 * built from them.
 *
 * @throws ConfigurationError naming every fault
 */
export function checkOptions(options: HuiyinOptions): void {
  // JavaScript callers may pass anything.
  if (typeof options?.storage?.commit !== 'function')
    throw new ConfigurationError(
      inBoth(
        'createHuiyin 需要存储，例如 { storage: memoryStorage() }。',
        'createHuiyin needs a storage, for example { storage: memoryStorage() }.',
      ),
      { path: ['storage'] },
    )
  const contract: string = options.storage.contract
  if (contract !== 'huiyin.storage/2')
    throw new ConfigurationError(
      inBoth(
        `存储 ${options.storage.name} 按另一契约编写（${contract}），本版需要 huiyin.storage/2：请将其包升级到与 @huiyin/core 同一版本；自写的存储请见《编写存储》，并以 @huiyin/testkit 的 storageConformance 验证。`,
        `The storage ${options.storage.name} is made for another contract (${contract}); this version needs huiyin.storage/2. Install the version of its package that belongs to this @huiyin/core, or, for one of your own, see "Write a storage" and prove it with storageConformance of @huiyin/testkit.`,
      ),
      { path: ['storage', 'contract'], contract },
    )
  refuse(shapeFaults(options))
  const { plugins = [], limits = {}, numberPrefix } = options
  const { idempotencyDays = 30, sentDays = 1, clockDriftDays = 366, maxInFlight = 1, cachedRecords = 0 } = limits
  checkPlugins(plugins)
  const { channels, sinks, sources } = pluggedIn(options)
  const faults = [
    ...ownCommandFaults(options),
    ...channelFaults(channels),
    ...contractFaults(options),
    ...streamFaults({ ...options, sinks, sources }),
  ]
  faults.push(...attachmentFaults(options.attachments ?? {}))
  faults.push(...retentionFaults(options.privacy?.retention ?? []))
  faults.push(...phoneFaults(options.search?.phone ?? []))
  if (options.sla !== undefined) faults.push(...slaFaults(options.sla))
  if (numberPrefix !== undefined && !numberPrefixForm.test(numberPrefix))
    faults.push(
      inBoth(
        `numberPrefix 为 ${numberPrefix}，应为 1 至 8 个大写字母`,
        `numberPrefix is ${numberPrefix}; it must be 1 to 8 letters A to Z`,
      ),
    )
  if (options.rating !== undefined) faults.push(...ratingFaults(options.rating))
  for (const each of [options.evaluation ?? {}, ...plugins].flatMap(
    ({ measures = [] }): readonly (Measure | undefined)[] => measures,
  ))
    if (typeof each?.at !== 'function')
      faults.push(
        inBoth(
          `计数项 ${String(each?.name)} 没有说明在哪些时刻计数（at）`,
          `the measure ${String(each?.name)} does not say at which instants it counts (at)`,
        ),
      )
  if (Number.isNaN(clockDriftDays) || clockDriftDays <= 0)
    faults.push(limitFault('clockDriftDays', clockDriftDays, '应为大于 0 的天数', 'days, more than 0'))
  if (!Number.isFinite(idempotencyDays) || idempotencyDays <= 0)
    faults.push(limitFault('idempotencyDays', idempotencyDays, '应为大于 0 的天数', 'days, more than 0'))
  if (!Number.isFinite(sentDays) || sentDays <= 0)
    faults.push(limitFault('sentDays', sentDays, '应为大于 0 的天数', 'days, more than 0'))
  if (Number.isNaN(maxInFlight) || maxInFlight < 1)
    faults.push(limitFault('maxInFlight', maxInFlight, '应不小于 1', '1 or more'))
  if (Number.isNaN(cachedRecords) || cachedRecords < 0)
    faults.push(limitFault('cachedRecords', cachedRecords, '应不小于 0', '0 or more'))
  refuse(faults)
}

const bare: ReadonlySet<unknown> = new Set(['sm3', 'sha256'])

// A hash without a key would pass for one that nobody can reverse.
function phoneFaults(digests: readonly (Partial<Digest> | undefined)[]): Bilingual[] {
  return digests.flatMap((digest, at) => {
    const isKeyed = typeof digest?.hex === 'function' && !bare.has(digest.name)
    const why = ['应由 keyedDigest 以密钥创建', 'is not made with keyedDigest and a key'] as const
    return isKeyed ? [] : [inBoth(`电话检索密钥 search.phone[${at}] ${why[0]}`, `search.phone[${at}] ${why[1]}`)]
  })
}

function limitFault(name: string, value: number, zh: string, en: string): Bilingual {
  return inBoth(`limits.${name} 为 ${value}，${zh}`, `limits.${name} is ${value}; it takes ${en}`)
}

function refuse(faults: readonly Bilingual[]): void {
  refuseFaults('以下选项不能使用', 'These options cannot be used', faults)
}
