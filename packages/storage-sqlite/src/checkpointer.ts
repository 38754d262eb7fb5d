import { statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

// A separate connection on a separate thread: a PASSIVE checkpoint copies what is durable in the log and never blocks a writer.
// On Node 22 each thread warns again that node:sqlite is experimental; the thread that opened the file has warned already.
const work = `
process.removeAllListeners('warning')
const { parentPort, workerData } = require('node:worker_threads')
const { DatabaseSync } = require('node:sqlite')
const db = new DatabaseSync(workerData.path)
db.exec('PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = ' + workerData.synchronous)
const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)')
parentPort.on('message', (message) => {
  if (message === 'close') {
    db.close()
    parentPort.close()
    return
  }
  try {
    checkpoint.get()
  } finally {
    parentPort.postMessage('done')
  }
})`

const pageBytes = 4096
/** Number of pages in the log from which a checkpoint runs. */
const pages = 8000
const lookEvery = 16

/** Runs checkpoints of the write-ahead log in the background, so that a commit never waits for one. */
export function createCheckpointer(path: string, synchronous: string) {
  let worker: Worker | undefined
  let busy = false
  let commits = 0

  /** Called after every commit. Usually does nothing; checks the length of the log now and then. */
  function committed(): void {
    if (busy || ++commits < lookEvery) return
    commits = 0
    if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) < pages * pageBytes) return
    busy = true
    if (worker === undefined) {
      worker = new Worker(work, { eval: true, workerData: { path, synchronous } })
      // The thread must not keep the process alive. Its failure is harmless: SQLite runs a checkpoint itself when the log grows further.
      worker.unref()
      worker.on('message', () => {
        busy = false
      })
      worker.on('error', () => {
        worker = undefined
        busy = false
      })
    }
    worker.postMessage('checkpoint')
  }

  async function close(): Promise<void> {
    const closing = worker
    worker = undefined
    if (closing === undefined) return
    const ended = new Promise<void>((resolve) => void closing.once('exit', () => resolve()))
    closing.ref()
    closing.postMessage('close')
    await ended
  }

  return { committed, close }
}
