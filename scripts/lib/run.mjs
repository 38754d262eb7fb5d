// Start other programs, and tell the reader what is going on. No dependencies.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { readJson, root } from './project.mjs'

const binFolder = join(root, 'node_modules/.bin')

/**
 * The Node that runs the project: the one installed with it, so that the version of the machine does not matter; or the one whose path
 * `HUIYIN_NODE` names, to try another version.
 */
export function projectNode() {
  const { HUIYIN_NODE: named } = process.env
  if (named) return named
  const installed = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(installed) ? installed : process.execPath
}

/** The command line of a tool among the root's dependencies, for instance `tool('tsc', 'typescript')`. */
export function tool(name, packageName = name) {
  const folder = join(root, 'node_modules', packageName)
  const { bin } = readJson(join(folder, 'package.json'))
  return [projectNode(), join(folder, typeof bin === 'string' ? bin : bin[name])]
}

// Logs stay readable where nobody sees colours.
const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' }

/**
 * Run a program to its end. Never throws: a program that cannot be started has the code 127.
 * `show: true` passes its output through, otherwise it is returned.
 */
export function run([program, ...args], { cwd = root, env = {}, show = false, shell = false, timeout } = {}) {
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd,
      shell,
      timeout,
      env: { ...process.env, ...plain, PATH: `${binFolder}${delimiter}${process.env.PATH ?? ''}`, ...env },
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    child.on('error', (error) => done({ code: 127, output: `${output}${error.message}\n` }))
    child.on('close', (code, signal) =>
      done({ code: code ?? 1, output: signal ? `${output}ended by ${signal}\n` : output }),
    )
  })
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** A step that failed with something the reader should see. */
export class StepFailed extends Error {
  constructor(message, output = '') {
    super(message)
    this.name = 'StepFailed'
    this.output = output
  }
}

/**
 * Print a step with its elapsed time. The work returns a remark (`'up to date'`) or nothing, or throws {@link StepFailed}.
 * `quiet: false` is for work that prints by itself.
 */
export async function step(title, work, { quiet = true } = {}) {
  const start = performance.now()
  console.log(`▸ ${title} …`)
  const alive = quiet ? setInterval(() => console.log(`  … ${seconds(start)}`), 15_000) : undefined
  try {
    const remark = await work()
    console.log(`  ✓ ${seconds(start)}${typeof remark === 'string' ? ` · ${remark}` : ''}`)
    return remark
  } catch (error) {
    console.log(`  ✗ ${seconds(start)}`)
    throw error
  } finally {
    clearInterval(alive)
  }
}

/** Run a program as (part of) a step: its output is shown only if it fails. */
export async function must(command, whatFailed, options) {
  const { code, output } = await run(command, options)
  if (code !== 0) throw new StepFailed(`${whatFailed} (exit code ${code})`, output)
  return output
}

/** Print a failure in full, the output of the program first. */
export function report(error) {
  if (error instanceof StepFailed) {
    if (error.output) console.log(error.output.trimEnd())
    console.log(`✗ ${error.message}`)
  } else console.log(error)
}

/** The body of a script: failures are printed, and become the exit code. */
export async function main(body) {
  try {
    await body()
  } catch (error) {
    report(error)
    process.exitCode = 1
  }
}
