import { connect, createServer, type Socket } from 'node:net'

/** A way to a server that can be cut. */
export interface Cuttable {
  readonly port: number
  /** Cuts every connection at the moment the next answer comes back from the server: what was asked is done, and nobody hears of it. */
  cutAnswers(): void
  close(): Promise<void>
}

/** Listens on the loopback and passes everything on to the port given. */
export async function startProxy(to: number): Promise<Cuttable> {
  const open = new Set<Socket>()
  let cutting = false
  const server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1')
    open.add(client)
    const end = () => {
      open.delete(client)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end)
    client.on('data', (data) => upstream.write(data))
    upstream.on('data', (data) => {
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
    close: () =>
      new Promise((resolve) => {
        for (const each of [...open]) each.destroy()
        server.close(() => resolve())
      }),
  }
}
