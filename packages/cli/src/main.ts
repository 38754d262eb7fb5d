#!/usr/bin/env node

// A reader that closes the pipe early (`huiyin … | head`) is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

// Node warns that node:sqlite is experimental; an operator need not see that at every run.
process.removeAllListeners('warning')
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`)
})

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  // The version is checked before loading anything that an older Node lacks, so this file must run on an older Node.
  const { node } = process.versions
  const message = {
    zh: `huiyin 需要 Node 22.18 或更高版本，现为 ${node}。`,
    en: `huiyin takes Node 22.18 or newer; this is ${node}.`,
  }
  const failure = { ok: false, command: '', error: { code: 'node-too-old', message, details: { node } } }
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(failure)}\n`)
  else process.stderr.write(`✗ ${message.zh} ${message.en}\n`)
  process.exitCode = 4
} else {
  const { runCli } = await import('./run-cli.js')
  process.exitCode = await runCli(process.argv.slice(2))
}
