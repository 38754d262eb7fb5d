// Starts the server with what the environment says, and stops it when it is told to.
import { fileURLToPath } from 'node:url'
import { start } from './start.ts'

const {
  HOST: host = '127.0.0.1',
  PORT: port = '8080',
  DATABASE: database = fileURLToPath(new URL('../.data/city.db', import.meta.url)),
} = process.env

const server = await start({ database, host, port: Number(port) })
console.log(`已启动 listening on ${server.url}`)

// Once: whoever asks a second time does not want to wait, and ends the process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop())
