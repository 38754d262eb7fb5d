/** Limits of a process that tells its story in another year than the server's clock does. */
export const anyTime = { clockDriftDays: Number.POSITIVE_INFINITY }
