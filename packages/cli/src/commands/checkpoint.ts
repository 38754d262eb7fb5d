import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { finished, pipeline } from 'node:stream/promises'
import { minuteOf } from '@huiyin/core/calendar'
import { type CommandContext, done, type Outcome } from '../outcome.js'
import { discard, mustBeNew, writeWhole } from '../record/new-file.js'
import { type RecordOptions, withRecord } from '../record/open-record.js'
import { signerFrom } from '../record/signatures.js'
import { system } from '../record/system.js'

/** Options of `huiyin checkpoint`; `signKey` is the path of a private key. */
export interface CheckpointCommandOptions extends RecordOptions {
  readonly out: string
  readonly signKey?: string
}

/** `huiyin checkpoint`: the heads of all records in a file that is kept elsewhere. */
export async function checkpoint(options: CheckpointCommandOptions, context: CommandContext): Promise<Outcome> {
  const sign = options.signKey === undefined ? undefined : signerFrom(options.signKey)
  mustBeNew(options.out)
  return withRecord(options, context, {}, async ({ huiyin }) => {
    const progress = context.progress('检查点 checkpoint')
    const made = await writeWhole(options.out, async (part) => {
      // The header holds the root, which is known after the last line: the lines wait in a temporary file until then.
      const heads = `${part}.lines`
      try {
        const output = createWriteStream(heads)
        const ended = finished(output)
        ended.catch(() => {}) // Reported where it is awaited.
        let records = 0
        const checkpoint = await huiyin.audit.checkpoint({
          by: system,
          line: async (line) => {
            progress.at(++records, undefined, '份记录 records')
            if (!output.write(`${line}\n`)) await Promise.race([once(output, 'drain'), ended])
          },
          ...(sign !== undefined && { sign }),
        })
        output.end()
        await ended
        const target = createWriteStream(part)
        target.write(`${JSON.stringify(checkpoint)}\n`)
        await pipeline(createReadStream(heads), target)
        return checkpoint
      } finally {
        discard(heads)
      }
    })
    progress.end()
    const { at, records, events, digest, root, signature } = made
    return done({ out: options.out, ...made }, [
      `✓ 检查点已写入 checkpoint written to ${options.out}`,
      `  ${minuteOf(at)}  ${records} 份记录 records, ${events} 个事件 events, ${digest}`,
      `  根 root ${root}`,
      signature === undefined
        ? '  未签名；请存放于数据库之外。 Not signed; keep it where the database cannot be reached from.'
        : `  签名 signature ${signature}`,
    ])
  })
}
