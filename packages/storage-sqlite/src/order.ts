/** The order of texts in SQLite, and of the contract: that of their UTF-8 bytes, by code point. */
export const byBytes = (a: string, b: string): number => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)))
