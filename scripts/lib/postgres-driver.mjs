import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './project.mjs'

/** The driver that the storage uses. */
export async function postgresDriver() {
  const { resolve } = createRequire(join(root, 'packages/storage-postgres/package.json'))
  return (await import(pathToFileURL(resolve('pg')).href)).default
}
