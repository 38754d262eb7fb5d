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

const { runCli } = await import('./run-cli.js')
process.exitCode = await runCli(process.argv.slice(2))
