import type { Storage } from '../contracts/storage.js'
import { ConfigurationError } from '../errors.js'

/** What to call before anything else; an application knows Huiyin, not the methods of its storage. */
export function notStarted(stopped: boolean): ConfigurationError {
  const message = stopped
    ? {
        zh: '该 Huiyin 已停止，请先重新调用 await huiyin.start()。',
        en: 'This huiyin was stopped; call `await huiyin.start()` again first.',
      }
    : {
        zh: '该 Huiyin 尚未启动，请先调用 await huiyin.start()。',
        en: 'This huiyin was not started; call `await huiyin.start()` first.',
      }
  return new ConfigurationError(message, { call: 'start' })
}

/** A storage whose methods reject with what to call, until `start()` has opened it and after `stop()` has closed it. */
export function startedStorage(storage: Storage): Storage & { readonly assertOpen: () => void } {
  let phase: 'new' | 'open' | 'closed' = 'new'
  const error = () => notStarted(phase === 'closed')

  function whileOpen<Method extends (...args: never[]) => Promise<unknown>>(method: Method): Method {
    return ((...args: Parameters<Method>) => (phase === 'open' ? method(...args) : Promise.reject(error()))) as Method
  }

  return Object.freeze({
    contract: storage.contract,
    name: storage.name,
    capabilities: storage.capabilities,
    open: async () => {
      await storage.open()
      phase = 'open'
    },
    load: whileOpen<Storage['load']>((ref, beside) => storage.load(ref, beside)),
    commit: whileOpen<Storage['commit']>((changes, within) => storage.commit(changes, within)),
    find: whileOpen<Storage['find']>((query) => storage.find(query)),
    counts: whileOpen<Storage['counts']>((query) => storage.counts(query)),
    texts: whileOpen<Storage['texts']>((refs, fields) => storage.texts(refs, fields)),
    history: whileOpen<Storage['history']>((ref, page) => storage.history(ref, page)),
    takeDue: whileOpen(((query: never) => storage.takeDue(query)) as Storage['takeDue']),
    settle: whileOpen<Storage['settle']>((rows) => storage.settle(rows)),
    pauses: whileOpen<Storage['pauses']>(() => storage.pauses()),
    owed: whileOpen<Storage['owed']>((query) => storage.owed(query)),
    sent: whileOpen<Storage['sent']>((query) => storage.sent(query)),
    tally: whileOpen<Storage['tally']>((query) => storage.tally(query)),
    strays: whileOpen<Storage['strays']>((query) => storage.strays(query)),
    ...(storage.unindexed !== undefined && {
      unindexed: whileOpen<NonNullable<Storage['unindexed']>>((limit) =>
        (storage.unindexed as NonNullable<Storage['unindexed']>)(limit),
      ),
    }),
    ...(storage.unsearched !== undefined && {
      unsearched: whileOpen<NonNullable<Storage['unsearched']>>((limit) =>
        (storage.unsearched as NonNullable<Storage['unsearched']>)(limit),
      ),
    }),
    ...(storage.times !== undefined && {
      times: whileOpen<NonNullable<Storage['times']>>(() => (storage.times as NonNullable<Storage['times']>)()),
    }),
    close: async () => {
      if (phase === 'open') phase = 'closed'
      await storage.close()
    },
    assertOpen: () => {
      if (phase !== 'open') throw error()
    },
  })
}
