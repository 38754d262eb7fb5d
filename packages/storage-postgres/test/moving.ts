import { postgresStorage } from '../src/postgres-storage.js'

/** Moves the rows of a schema, and is killed while it does. */
async function move(connection: string, schema: string) {
  await postgresStorage({ connection, schema }).migrate()
}

/** What a child process can be told to do. */
export const childWorks = { move }
