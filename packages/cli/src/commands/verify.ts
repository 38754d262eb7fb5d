import type { Checkpoint, ExternalCheckpoint, Verification } from '@huiyin/core'
import { minuteOf } from '@huiyin/core/calendar'
import { wrongUse } from '../command-failure.js'
import { type CommandContext, done, type Outcome, withFindings } from '../outcome.js'
import { readCheckpointFile } from '../record/checkpoint-file.js'
import { type OpenRecord, type RecordOptions, withRecord } from '../record/open-record.js'
import { isOtherDigest, otherDigest } from '../record/same-digest.js'
import { trustIn } from '../record/signatures.js'
import { system } from '../record/system.js'

/** Options of `huiyin verify`; `against` and `publicKey` are paths. */
export interface VerifyCommandOptions extends RecordOptions {
  readonly against?: string
  readonly publicKey?: string
}

type ChainFault = Verification['faults'][number]
type CheckpointFault = Verification['since'][number]

const chainFaults: Readonly<Record<ChainFault['fault'], readonly [zh: string, en: string]>> = {
  gap: ['事件缺失或顺序被改动', 'an event is missing or out of order'],
  hash: ['事件内容或其摘要被改动', 'the event or its hash was changed'],
  row: ['事件所在的行与事件内容不符', 'the row says something else than the event'],
  head: ['记录的链头与最后一个事件不符', 'the head of the record is not that of its last event'],
  version: ['记录的版本与事件数不符', 'the version of the record is not the number of its events'],
  facts: ['现状与由事件重放所得不符', 'the facts are not what the events come to'],
  index: ['检索列与事实不符', 'the record is found by something else than its facts say'],
  updated: ['更新时间与最后一个事件不符', 'it says to have changed at another time than its last event'],
  text: ['留存文本与事件中的承诺值不符', 'a kept text is not what the events say'],
  deadline: ['时限与事实不符', 'a deadline is not what the facts say'],
  delivery: ['待投递与事件不符', 'a delivery is not what the events owed'],
  answer: ['幂等键的答复与事件不符', 'the answer to a key is not what the events say'],
  search: ['检索内容与文字不符', 'what it is found by is not what its text says'],
  stray: ['所属记录不存在', 'its record is not there'],
}

const wrongs: Readonly<Record<NonNullable<ChainFault['wrong']>, readonly [zh: string, en: string]>> = {
  missing: ['缺失', 'missing'],
  added: ['多出', 'added'],
  changed: ['被改动', 'changed'],
  moved: ['时间被改动', 'moved'],
  leased: ['被长期占用', 'held back'],
  kept: ['应删未删', 'erased and still there'],
}

const checkpointFaults: Readonly<Record<CheckpointFault['fault'], readonly [zh: string, en: string]>> = {
  signature: ['检查点签名无效', 'the signature of the checkpoint is not valid'],
  digest: ['检查点使用了另一种摘要或密钥', 'the checkpoint was made with another digest'],
  root: ['检查点各行与其根不符', 'the lines of the checkpoint are not those of its root'],
  'other-root': [
    '按当时的记录重算，根不相符：历史被改写，或检查点生成之时正有写入，须凭各行核对',
    'the record as of then gives another root: it was rewritten, or written to while the checkpoint was taken; only its lines can tell',
  ],
  'fewer-records': ['记录少于检查点时', 'there are fewer records than at the checkpoint'],
  'fewer-events': ['事件少于检查点时', 'there are fewer events than at the checkpoint'],
  missing: ['记录不见了', 'the record is gone'],
  truncated: ['尾部事件被删去', 'events at the end were cut off'],
  rewritten: ['历史被改写', 'the past was rewritten'],
}

function lineOf(
  [zh, en]: readonly [string, string],
  {
    type,
    id,
    seq,
    name,
    wrong,
  }: { type?: string; id?: string; seq?: number; name?: string; wrong?: keyof typeof wrongs },
): string {
  const where = type === undefined ? '' : `${type} ${id}${seq === undefined ? '' : ` #${seq}`}  `
  const row = name === undefined || wrong === undefined ? '' : `（${name} ${wrongs[wrong].join(' ')}）`
  return `  ✗ ${where}${zh} ${en}${row}`
}

function recountInWords({ requests, sums, moving, faults }: Verification['recount']): string[] {
  const still = moving === 0 ? '' : `，${moving} 项变动中未核 (${moving} moving, not compared)`
  return [
    `  ${faults.length === 0 ? '✓' : '✗'} 统计 figures: ${requests} 件诉求重新计数 requests recounted, ${sums} 项合计 sums${still}`,
    ...faults.map(
      ({ measure, by, within, key, kept, counted }) =>
        `  ✗ ${measure} ${by}${within === undefined ? '' : ` in ${within}`} ${key}  存为 kept ${kept}，应为 counted ${counted}`,
    ),
  ]
}

// What is no fault, and what an auditor should know all the same.
function remarksOf({ outdated, stranded, notCompared }: Verification): string[] {
  const { types, deliveries, answers } = notCompared
  const ids = stranded.map(({ id, why }) => `${id} ${why}`).join(', ')
  return [
    ...(outdated === 0
      ? []
      : [`  ! 旧版格式的记录 ${outdated} 份，读取时按事件重算 records of an older form, folded anew when read`]),
    ...(stranded.length === 0 ? [] : [`  ! 无从推进的在办诉求 open requests that nothing moves on: ${ids}`]),
    ...(types.length === 0
      ? []
      : [`  ! 未加载其定义、只核对了链的记录 only the chains of these were compared: ${types.join(', ')}`]),
    ...(deliveries === 0
      ? []
      : [`  ! 旧事件的待投递 ${deliveries} 件无从核对归属 deliveries of old events, not compared`]),
    ...(answers === 0 ? [] : [`  · 已过期的幂等键答复 ${answers} 个 answers to keys that were forgotten`]),
  ]
}

/** The result of a verification in words. */
export function verificationInWords(verified: Verification): string[] {
  const { ok, records, events, texts, faults, since, digest, recount } = verified
  const erased = texts.erased === 0 ? '' : `，已删除文本 ${texts.erased} 段 (${texts.erased} texts erased)`
  return [
    `${ok ? '✓ 核验通过 verified' : '✗ 核验未通过 not verified'}: ${records} 份记录 records, ${events} 个事件 events${erased}`,
    ...faults.map((fault) => lineOf(chainFaults[fault.fault], fault)),
    ...(isOtherDigest(faults, records) ? [`  → ${otherDigest.zh} ${otherDigest.en}`] : []),
    ...since.map((fault) => lineOf(checkpointFaults[fault.fault], fault)),
    ...recountInWords(recount),
    ...remarksOf(verified),
    `  摘要 digest ${digest}`,
  ]
}

/** Verifies the whole record, and reports progress. */
export async function verifyRecord(
  { huiyin }: OpenRecord,
  context: CommandContext,
  against: ExternalCheckpoint | undefined,
): Promise<Verification> {
  const progress = context.progress('核验 verifying')
  const verification = await huiyin.audit.verify({
    by: system,
    ...(against !== undefined && { against }),
    progress: ({ records, events }) => progress.at(records, undefined, `份记录 records, ${events} 个事件 events`),
  })
  progress.end()
  return verification
}

/** The checkpoint that the options name, if any. */
export async function keptCheckpoint({ against, publicKey }: Pick<VerifyCommandOptions, 'against' | 'publicKey'>) {
  if (publicKey !== undefined && against === undefined)
    throw wrongUse('--public-key 须与 --against 一起使用。', '--public-key goes with --against.')
  const trusts = publicKey === undefined ? undefined : trustIn(publicKey)
  if (against === undefined) return undefined
  const file = await readCheckpointFile(against)
  return { ...file, ...(trusts !== undefined && { trusts }) } satisfies ExternalCheckpoint
}

function checkpointInWords(checkpoint: Checkpoint, trusted: boolean): string {
  const signed =
    checkpoint.signature === undefined
      ? '无签名 not signed'
      : trusted
        ? '签名已核对 signature checked'
        : '签名未核对（缺 --public-key） signature not checked (no --public-key)'
  return `  对照检查点 against the checkpoint of ${minuteOf(checkpoint.at)}: ${checkpoint.records} 份记录 records, ${checkpoint.events} 个事件 events, ${signed}`
}

/** `huiyin verify`: checks the hash chains, the sums of figures and, when given, a checkpoint kept elsewhere. */
export async function verify(options: VerifyCommandOptions, context: CommandContext): Promise<Outcome> {
  const against = await keptCheckpoint(options)
  return withRecord(options, context, {}, async (record) => {
    const verification = await verifyRecord(record, context, against)
    const lines = verificationInWords(verification)
    if (against !== undefined) lines.push(checkpointInWords(against.checkpoint, against.trusts !== undefined))
    const result = { ...verification, ...(against !== undefined && { against: against.checkpoint }) }
    return verification.ok ? done(result, lines) : withFindings(result, lines)
  })
}
