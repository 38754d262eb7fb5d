export { weakNodes } from './durability.js'
export type { PostgresStorageOptions, SchemaLayout } from './options.js'
export { type PostgresStorage, postgresStorage } from './postgres-storage.js'
export { isCurrent, lookAtSchema, type SchemaState, schemaStatements } from './schema.js'
