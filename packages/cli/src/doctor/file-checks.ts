import { statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { currentSteps, readSqlite, schemaSteps, sizeOf } from '../storage/sqlite-file.js'
import { bytesInWords, type Finding } from './finding.js'
import { integrityFinding, integrityOf } from './integrity-check.js'

const mb = 2 ** 20
// A checkpoint is made every 8000 pages of 4 KB: a log of this size is in order.
const wal = { warn: 128 * mb, fail: 1024 * mb }
const space = { warn: 2048 * mb, fail: 256 * mb }

// File systems over a network, by their magic numbers: a write-ahead log needs memory that all processes share.
const networks: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9P'],
])

async function schema(path: string): Promise<Finding> {
  const check = 'schema'
  const steps = schemaSteps(path)
  const current = await currentSteps()
  const details = { steps: steps?.length ?? null, current: current.length }
  if (steps === undefined)
    return {
      check,
      level: 'fail',
      details,
      means: { zh: '这不是回音的数据库。', en: 'This is not a Huiyin database.' },
      todo: { zh: '请检查存储地址。', en: 'Check the storage URL.' },
    }
  const differs = steps.some(({ checksum }, position) => current[position]?.checksum !== checksum)
  if (differs)
    return {
      check,
      level: 'fail',
      details,
      means: { zh: '数据库由更新或不同的版本建立。', en: 'The database was made by a newer or different version.' },
      todo: { zh: '请升级 @huiyin/storage-sqlite。', en: 'Upgrade @huiyin/storage-sqlite.' },
    }
  if (steps.length < current.length)
    return {
      check,
      level: 'fail',
      details,
      means: {
        zh: `结构落后 ${current.length - steps.length} 步。`,
        en: `The schema is ${current.length - steps.length} steps behind.`,
      },
      todo: { zh: '先备份，再执行 huiyin migrate。', en: 'Back up, then run huiyin migrate.' },
    }
  return { check, level: 'ok', details, means: { zh: '结构为最新。', en: 'The schema is up to date.' } }
}

// `synchronous` belongs to a connection and cannot be read from another one, so the check reports the journal mode only.
function durability(path: string): Finding {
  const mode = readSqlite(path, (db) => String(db.prepare('PRAGMA journal_mode').get()?.journal_mode))
  const base = { check: 'durability', details: { journalMode: mode } }
  if (mode === 'wal')
    return {
      ...base,
      level: 'ok',
      means: {
        zh: '预写日志（WAL）已启用；本库以 synchronous=FULL 打开，除非应用写了 unsafe: true。',
        en: 'Write-ahead log on; the library opens with synchronous=FULL unless the application says unsafe: true.',
      },
    }
  return {
    ...base,
    level: 'warn',
    means: { zh: `日志方式为 ${mode}，并非 WAL。`, en: `The journal mode is ${mode}, not WAL.` },
    todo: {
      zh: '应用打开数据库时会改为 WAL；若长期如此，说明另有程序在改它。',
      en: 'The application sets WAL when it opens the file; if it stays so, another program changes it.',
    },
  }
}

function walSize(path: string): Finding {
  const bytes = sizeOf(`${path}-wal`)
  const level = bytes >= wal.fail ? 'fail' : bytes >= wal.warn ? 'warn' : 'ok'
  return {
    check: 'wal',
    level,
    details: { bytes },
    means: { zh: `预写日志 ${bytesInWords(bytes)}。`, en: `The write-ahead log holds ${bytesInWords(bytes)}.` },
    todo: {
      zh: '有长时间不结束的读取挡住了日志回收；请查找并结束它。',
      en: 'A reader that never ends keeps the log from being emptied; find it and end it.',
    },
  }
}

function disk(path: string): Finding {
  const { bavail, bsize } = statfsSync(dirname(resolve(path)))
  const free = bavail * bsize
  const database = sizeOf(path)
  const ballast = sizeOf(`${path}-ballast`)
  // There must be room for a copy of the database: a backup, or a migration that rewrites a table.
  const level = free < space.fail ? 'fail' : free < Math.max(space.warn, database) ? 'warn' : 'ok'
  return {
    check: 'disk',
    level,
    details: { free, database, ballast },
    means: {
      zh: `磁盘剩余 ${bytesInWords(free)}，数据库 ${bytesInWords(database)}。`,
      en: `${bytesInWords(free)} left on the disk, the database takes ${bytesInWords(database)}.`,
    },
    todo: {
      zh: `磁盘写满后命令会被拒绝；请清理或扩容${ballast > 0 ? `，应急可先删除 ${path}-ballast 腾出 ${bytesInWords(ballast)}` : ''}。`,
      en: `On a full disk commands are refused; clear up or extend it${ballast > 0 ? `, or delete ${path}-ballast for room at once` : ''}.`,
    },
  }
}

function fileSystem(path: string): Finding {
  const network = networks.get(statfsSync(dirname(resolve(path))).type)
  const base = { check: 'file-system', details: { network: network ?? null } }
  if (network === undefined) return { ...base, level: 'ok', means: { zh: '本地磁盘。', en: 'A local disk.' } }
  return {
    ...base,
    level: 'fail',
    means: {
      zh: `数据库位于网络文件系统（${network}）。`,
      en: `The database lies on a network file system (${network}).`,
    },
    todo: {
      zh: 'SQLite 的 WAL 在网络文件系统上不安全；请移到本地磁盘，或改用 PostgreSQL。',
      en: "SQLite's WAL is not safe there; move the file to a local disk, or use PostgreSQL.",
    },
  }
}

/** Checks a database file without opening the storage, because opening would migrate its schema. */
export async function checkFile(path: string): Promise<readonly Finding[]> {
  return [
    await schema(path),
    integrityFinding(integrityOf(path), 'integrity_check'),
    durability(path),
    walSize(path),
    disk(path),
    fileSystem(path),
  ]
}
