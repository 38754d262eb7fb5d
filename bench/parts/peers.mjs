// Peers that only benches need: installed at run time into bench/results/.peers at exact versions, so that building the library does not download them.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const folder = fileURLToPath(new URL('../results/.peers/', import.meta.url))
const manifest = `${folder}package.json`

// emmett-postgresql asks for exactly these versions of emmett and pongo.
const pins = {
  '@dbos-inc/dbos-sdk': '5.3.0',
  '@event-driven-io/emmett': '0.42.0',
  '@event-driven-io/emmett-postgresql': '0.42.0',
  '@event-driven-io/pongo': '0.16.11',
  pg: '8.23.1',
  'pg-boss': '12.38.0',
}

export const peerName = (name) => `${name} ${pins[name]}`

/** Installs the peers unless they are there. @throws when npm cannot: a peer that is missing is not a peer that was beaten. */
export function installPeers() {
  const wanted = `${JSON.stringify({ private: true, dependencies: pins }, null, 2)}\n`
  const there = existsSync(manifest) && readFileSync(manifest, 'utf8') === wanted
  if (there && Object.keys(pins).every((name) => existsSync(`${folder}node_modules/${name}/package.json`))) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(manifest, wanted)
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

export const importPeer = async (name) => import(pathToFileURL(createRequire(manifest).resolve(name)).href)

/** The path of pgbench, from Debian's postgresql when root may install it. */
export function findPgbench() {
  const find = () => {
    try {
      return execFileSync('sh', [
        '-c',
        'command -v pgbench || ls /usr/lib/postgresql/*/bin/pgbench 2>/dev/null | tail -1',
      ])
        .toString()
        .trim()
    } catch {
      return ''
    }
  }
  const found = find()
  if (found !== '') return found
  if (process.getuid?.() === 0)
    execFileSync('sh', ['-c', 'exec apt-get install -y --no-install-recommends postgresql'], { stdio: 'ignore' })
  const installed = find()
  if (installed === '')
    throw new Error('pgbench is missing: install the package postgresql (Debian) or postgresql-contrib, and run again')
  return installed
}
