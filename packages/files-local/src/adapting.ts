import { AdapterError, isHuiyinError } from '@huiyin/core/contracts'

/** Name of the store, for messages and logs. */
export const storeName = 'local'

// States that pass when somebody makes room, closes files or ends what holds them.
const passing = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EBUSY', 'EAGAIN', 'EIO', 'ETIMEDOUT', 'ESTALE'])

/** What the file system fails at, as an `AdapterError` that names no path. */
export async function adapting<T>(operation: 'put' | 'get' | 'remove' | 'list', work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isHuiyinError(error)) throw error
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new AdapterError({
      adapter: storeName,
      operation,
      retryable: passing.has(code),
      message: `the file system answered ${code}`,
      cause: error,
    })
  }
}

/** Nothing where the file system says that it is not there. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}
