// The command line as a function

export { type CliStreams, runCli } from './run-cli.js'

// Exit codes

export { type ExitCode, exitCodes } from './exit-codes.js'
