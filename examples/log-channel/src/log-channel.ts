import { access, constants, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FailureClass, NotificationChannel, SendContext, SendResult } from '@huiyin/core/contracts'
import { lineOf, type Templates, templates as usual } from './templates.ts'

/** Where lines go. */
export interface LineWriter {
  /** Appends one line, or rejects with an error of the file system. */
  append(line: string, signal: SendContext['signal']): Promise<void>
  /** Makes ready what lines are appended to. */
  open(): Promise<void>
  /** Rejects when no line could be appended. */
  check(): Promise<void>
}

/** A file, in a folder that is made when it is not there. */
export function logFile(folder: string, name = 'notices.log'): LineWriter {
  const path = join(folder, name)
  return {
    append: (line, signal) => writeFile(path, `${line}\n`, { flag: 'a', signal }),
    open: async () => void (await mkdir(folder, { recursive: true })),
    check: () => access(folder, constants.W_OK),
  }
}

// What the file system says, and what that means for the messages that wait.
const classes: Readonly<Record<string, FailureClass>> = {
  EAGAIN: 'transient',
  EMFILE: 'transient',
  ENOSPC: 'quota',
  EDQUOT: 'quota',
  EACCES: 'config',
  ENOENT: 'config',
  EROFS: 'config',
}
const codeOf = (error: unknown): string => String((error as { readonly code?: unknown } | null)?.code ?? 'no code')

interface LogChannelOptions {
  /** Where lines go. */
  readonly to: LineWriter
  /** Only events that have one are carried. Default: those of `templates.ts`. */
  readonly templates?: Templates
}

/** A channel that writes what it is given as lines of a log: for a first look at who would hear what, before anything is sent to anybody. */
export function logChannel({ to, templates = usual }: LogChannelOptions): NotificationChannel {
  return {
    contract: 'huiyin.channel/2',
    name: 'log',
    audience: ['resident', 'unit', 'dispatcher', 'supervisor'],
    wants: ({ type }) => Object.hasOwn(templates, type),
    start: () => to.open(),
    async check() {
      try {
        await to.check()
        return { ok: true }
      } catch (error) {
        return { ok: false, reason: codeOf(error) }
      }
    },
    async send(notice, { host, signal }): Promise<SendResult> {
      const when = new Date(host.now()).toISOString()
      const who = `${notice.to.kind} ${'id' in notice.to ? notice.to.id : 'unit' in notice.to ? notice.to.unit : notice.to.area}`
      try {
        await to.append(`${when} ${JSON.stringify(notice.id)} ${who}: ${lineOf(notice, templates)}`, signal)
        return { ok: true, ref: notice.id }
      } catch (error) {
        const code = codeOf(error)
        return { ok: false, class: classes[code] ?? 'unknown', reason: code }
      }
    },
  }
}
