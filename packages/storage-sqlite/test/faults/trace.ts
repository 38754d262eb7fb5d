import { spawnSync } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** What a process did to the files of its database, and what it told, in order. */
export type Deed =
  | { readonly kind: 'write'; readonly file: FileName; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly file: FileName; readonly size: number }
  /** A sync vouches for what was written before it began, and only once it has ended well. */
  | { readonly kind: 'sync'; readonly file: FileName; readonly begun: number }
  | { readonly kind: 'told'; readonly line: string }

/** The two files that hold the record; the shared memory beside them is made anew. */
export type FileName = 'city.db' | 'city.db-wal'

/** The tracer of system calls, installed when it is not there and may be. */
export function tracer(): string {
  const works = () => spawnSync('strace', ['-V']).status === 0
  if (works()) return 'strace'
  if (process.getuid?.() === 0) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore' })
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'strace'], { stdio: 'ignore' })
  }
  if (works()) return 'strace'
  throw new Error(
    'The power-loss simulation records system calls with strace, which is not here and could not be installed: apt-get install strace. Where it cannot be had: npm test -- --without servers',
  )
}

/** Arguments that make the tracer note everything that is read back below, whole. */
export const tracerArguments = (to: string): readonly string[] => [
  ...['-f', '-xx', '-s', '16777216', '-e', 'signal=none'],
  ...['-e', 'trace=openat,close,write,pwrite64,fsync,fdatasync,ftruncate,unlink,rename', '-o', to],
]

const bytesOf = (escaped: string) => Buffer.from(escaped.replaceAll('\\x', ''), 'hex')
const quoted = /"((?:\\x[0-9a-f]{2})*)"/

/** Reads a trace back. Calls that other threads cut in two are there from where they began, syncs from where they ended. */
export async function readTrace(file: string): Promise<Deed[]> {
  const deeds: Deed[] = []
  const files = new Map<number, FileName>()
  const half = new Map<string, string>()
  const syncing = new Map<string, number>()

  function nameOf(path: string): FileName | undefined {
    if (path.endsWith('/city.db')) return 'city.db'
    return path.endsWith('/city.db-wal') ? 'city.db-wal' : undefined
  }

  function take(thread: string, call: string, ended: boolean, begun: boolean): void {
    const result = Number(/= (-?\d+)/.exec(call.slice(call.lastIndexOf(')')))?.[1] ?? -1)
    const fd = Number(/^\w+\((\d+)/.exec(call)?.[1] ?? -1)
    const name = files.get(fd)
    if (call.startsWith('openat(') && ended && result >= 0) {
      const path = bytesOf(quoted.exec(call)?.[1] ?? '').toString('utf8')
      const opened = nameOf(path)
      if (opened === undefined) files.delete(result)
      else files.set(result, opened)
    } else if (call.startsWith('close(') && ended) files.delete(fd)
    else if (call.startsWith('pwrite64(') && begun && name !== undefined) {
      const offset = Number(/, (\d+)(?:\)| *$| <)/.exec(call.slice(call.lastIndexOf('"')))?.[1])
      deeds.push({ kind: 'write', file: name, offset, data: bytesOf(quoted.exec(call)?.[1] ?? '') })
    } else if (call.startsWith('ftruncate(') && begun && name !== undefined)
      deeds.push({ kind: 'truncate', file: name, size: Number(/, (\d+)/.exec(call)?.[1]) })
    else if (/^f(data)?sync\(/.test(call) && name !== undefined) {
      if (begun) syncing.set(thread, deeds.length)
      if (ended && result === 0) deeds.push({ kind: 'sync', file: name, begun: syncing.get(thread) ?? deeds.length })
    } else if (call.startsWith('write(1,') && begun)
      for (const line of bytesOf(quoted.exec(call)?.[1] ?? '')
        .toString('utf8')
        .split('\n')
        .filter(Boolean))
        deeds.push({ kind: 'told', line })
    else if (/^(unlink|rename)\(/.test(call) && begun) {
      const path = bytesOf(quoted.exec(call)?.[1] ?? '').toString('utf8')
      if (nameOf(path) !== undefined)
        throw new Error(`The simulation does not know what ${call.slice(0, 6)} of ${path} does.`)
    }
  }

  for await (const line of createInterface({
    input: createReadStream(file, 'latin1'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)
    if (resumed !== null) {
      take(thread, `${half.get(thread) ?? ''}${resumed[1]}`, true, false)
      half.delete(thread)
    } else if (rest.endsWith('<unfinished ...>')) {
      const begun = rest.slice(0, -'<unfinished ...>'.length)
      half.set(thread, begun)
      take(thread, begun, false, true)
    } else take(thread, rest, true, true)
  }
  return deeds
}
