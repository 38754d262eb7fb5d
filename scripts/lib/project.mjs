// What the scripts know about this workspace. No dependencies: this runs before anything is installed, on Node 20 too.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the workspace. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** All workspace members, packages first: `{ name, folder, path, manifest }`. */
export function workspaceMembers(base = root) {
  return ['packages', 'examples'].flatMap((group) => {
    const parent = join(base, group)
    if (!existsSync(parent)) return []
    return readdirSync(parent)
      .sort()
      .filter((name) => existsSync(join(parent, name, 'package.json')))
      .map((name) => {
        const manifest = readJson(join(parent, name, 'package.json'))
        return { name: manifest.name, folder: `${group}/${name}`, path: join(parent, name), manifest }
      })
  })
}

/** The members that are published, each after the members it needs. */
export function packagesInBuildOrder() {
  const members = workspaceMembers().filter((member) => member.folder.startsWith('packages/'))
  const ordered = []
  const visit = (member, path) => {
    if (ordered.includes(member)) return
    if (path.includes(member))
      throw new Error(`packages depend on each other: ${[...path, member].map((m) => m.name).join(' → ')}`)
    // What only tests need is taken from the sources.
    const { dependencies, peerDependencies } = member.manifest
    const needed = Object.keys({ ...dependencies, ...peerDependencies })
    for (const other of members) if (needed.includes(other.name)) visit(other, [...path, member])
    ordered.push(member)
  }
  for (const member of members) visit(member, [])
  return ordered
}

/** The files that a map of `exports` or `imports` in package.json points to. */
export const targetsOf = (map) =>
  typeof map === 'string' ? [map] : map && typeof map === 'object' ? Object.values(map).flatMap(targetsOf) : []

/** All files below a folder as absolute paths, without dependencies, build output and hidden folders. */
export function filesBelow(folder, keep = () => true) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory())
        return ['node_modules', 'dist', 'coverage'].includes(entry.name) || entry.name.startsWith('.')
          ? []
          : filesBelow(path, keep)
      return keep(path) ? [path] : []
    })
}
