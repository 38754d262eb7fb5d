import { connect, createServer, type Socket } from 'node:net'

/** A way to a server that can be cut. */
export interface Cuttable {
  readonly port: number
  /** Cuts every connection at the moment the next answer comes back from the server: what was asked is done, and nobody hears of it. */
  cutAnswers(): void
  /** Lets the next commit go without an answer: its connection stays open, and nothing ever comes back on it. */
  silenceCommit(): void
  /** Leads every new connection to another port, and cuts those there are. */
  moveTo(port: number): void
  close(): Promise<void>
}

/** Listens on the loopback and passes everything on to the port given. */
export async function startProxy(to: number): Promise<Cuttable> {
  const open = new Set<Socket>()
  let port = to
  let cutting = false
  let silencing = false
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    open.add(client)
    const end = () => {
      open.delete(client)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end)
    let silent = false
    client.on('data', (data) => {
      if (silencing && data.includes('huiyin_commit')) {
        silencing = false
        silent = true
      }
      upstream.write(data)
    })
    upstream.on('data', (data) => {
      if (silent) return
      if (!cutting) {
        client.write(data)
        return
      }
      cutting = false
      for (const each of [...open]) each.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    cutAnswers: () => {
      cutting = true
    },
    silenceCommit: () => {
      silencing = true
    },
    moveTo: (other) => {
      port = other
      for (const each of [...open]) each.destroy()
    },
    close: () =>
      new Promise((resolve) => {
        for (const each of [...open]) each.destroy()
        server.close(() => resolve())
      }),
  }
}
