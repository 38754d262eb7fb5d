#!/usr/bin/env node

// A reader that has seen enough (`huiyin … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

// That node:sqlite is young is known here; an operator, or a log that is watched, need not be told at every run.
process.removeAllListeners('warning')
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`)
})

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  // Said before anything is loaded that an older one does not have. It must itself run on that one.
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
