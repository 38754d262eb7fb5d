export { copyDatabase } from './copy-database.js'
export type { SqliteStorageOptions } from './options.js'
export { type SqliteStorage, sqliteStorage } from './sqlite-storage.js'
