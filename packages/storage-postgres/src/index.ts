export type { PostgresStorageOptions } from './options.js'
export { type PostgresStorage, postgresStorage } from './postgres-storage.js'
export { schemaStatements } from './schema.js'
