export { copyDatabase } from './copy-database.js'
export { type SqliteStorage, type SqliteStorageOptions, sqliteStorage } from './sqlite-storage.js'
