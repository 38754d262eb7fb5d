import { CommandFailure, wrongUse } from '../command-failure.js'

/** Where the record is kept, read from a storage URL. */
export type StorageTarget = { readonly kind: 'sqlite'; readonly path: string; readonly shown: string } | ServerTarget

/** A schema on a PostgreSQL server. */
export interface ServerTarget {
  readonly kind: 'postgres'
  readonly url: string
  readonly schema?: string
  /** How a new schema is spread over nodes. Absent: it is not. */
  readonly distribute?: 'citus'
  readonly shown: string
}

const forms = 'sqlite:PATH, postgres://USER@HOST/DATABASE'

// A password must not end up in output that is pasted into a ticket.
function withoutPassword(url: URL): string {
  const shown = new URL(url)
  if (shown.password !== '') shown.password = '***'
  if (shown.searchParams.has('password')) shown.searchParams.set('password', '***')
  return shown.href
}

/**
 * Reads a storage URL: `sqlite:city.db`, `sqlite:///var/lib/huiyin/city.db`, `postgres://huiyin@db/huiyin`;
 * `?schema=…` names another schema than `huiyin`, and `?distribute=citus` spreads a new one over the nodes of a cluster.
 *
 * @throws CommandFailure (wrong use) for anything else
 */
export function parseTarget(text: string | undefined): StorageTarget {
  if (text === undefined || text === '')
    throw wrongUse(
      `请用 --storage 或环境变量 HUIYIN_STORAGE 指定存储（${forms}）。`,
      `Say where the record is with --storage or the environment variable HUIYIN_STORAGE (${forms}).`,
    )
  if (text.startsWith('sqlite:')) {
    const path = text.slice('sqlite:'.length).replace(/^\/\/(?=.)/, '')
    if (path !== '' && path !== ':memory:') return { kind: 'sqlite', path, shown: `sqlite:${path}` }
    throw wrongUse('sqlite: 之后须是文件路径。', 'sqlite: needs the path of a file.', { storage: text })
  }
  if (/^postgres(ql)?:\/\//.test(text)) {
    try {
      const url = new URL(text)
      const shown = withoutPassword(url)
      const schema = url.searchParams.get('schema') ?? undefined
      const distribute = url.searchParams.get('distribute') ?? undefined
      for (const own of ['schema', 'distribute']) url.searchParams.delete(own)
      if (distribute !== undefined && distribute !== 'citus')
        throw wrongUse('distribute 只能是 citus。', 'distribute can only be citus.', { storage: shown })
      return {
        ...{ kind: 'postgres', url: url.href, shown },
        ...(schema !== undefined && { schema }),
        ...(distribute !== undefined && { distribute }),
      }
    } catch (error) {
      if (error instanceof CommandFailure) throw error
      // Reported below. The URL is not repeated, because it may hold a password.
      throw wrongUse('PostgreSQL 连接地址格式有误。', 'This is not a PostgreSQL connection URL.')
    }
  }
  throw wrongUse(`无法识别该存储地址，可用形式：${forms}。`, `This is not a storage URL. Known forms: ${forms}.`)
}
