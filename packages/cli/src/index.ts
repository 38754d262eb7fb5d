// The command line as a function

export { type CliStreams, runCli } from './run-cli.js'

// What a command's end means

export { type ExitCode, exitCodes } from './exit-codes.js'
