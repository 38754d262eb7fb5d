import type { Actor } from '@huiyin/core'
import { type CommandContext, done, type Outcome, withFindings } from '../outcome.js'
import { type RecordOptions, withRecord } from '../record/open-record.js'

/** Options of `huiyin areas cancel`. */
export interface CancelOptions extends RecordOptions {
  readonly by: string
  readonly key?: string
}

/** `huiyin areas scheduled`: the changes of areas that wait for their day. */
export async function scheduled(options: RecordOptions, context: CommandContext): Promise<Outcome> {
  return withRecord(options, context, {}, async ({ huiyin }) => {
    const changes = huiyin.areas.scheduled()
    const lines = changes.map(
      ({ change, effectiveFrom, steps }) =>
        `  ${change}  ${effectiveFrom} 起生效 in force from that day: ${steps.map(({ name }) => name).join(', ')}`,
    )
    return done({ changes }, [`✓ 待生效的区划调整 changes that wait for their day: ${changes.length}`, ...lines])
  })
}

/** `huiyin areas cancel`: calls off a change of areas before its day. */
export async function cancelChange(change: string, options: CancelOptions, context: CommandContext): Promise<Outcome> {
  return withRecord(options, context, { to: 'write' }, async ({ huiyin }) => {
    // Whoever can run this can write to the database anyway, so the operator acts as a system administrator of the whole city.
    const by: Actor = { id: options.by, kind: 'staff', grants: [{ role: 'systemAdmin', area: '*' }] }
    const key = options.key === undefined ? {} : { key: options.key }
    const cancelled = await huiyin.areas.cancel(change, { by, ...key })
    if (cancelled.ok) return done({ cancelled: change }, [`✓ 已取消 called off: ${change}`])
    const { refusal } = cancelled
    return withFindings({ change, refusal }, [`✗ 未取消 not called off: ${refusal.message.zh} ${refusal.message.en}`])
  })
}
