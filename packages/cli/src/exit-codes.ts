/**
 * Exit codes of `huiyin`. Scripts may rely on them.
 *
 * - `ok` 0: done, and nothing is wrong.
 * - `found` 1: the command did its work and found something wrong: a broken chain, faulty rows, a failed check, a refusal, a request that is not there.
 * - `usage` 2: wrong use: an unknown command or option, a value of the wrong form, a file that cannot be read, something that would be overwritten.
 * - `storage` 3: the storage could not be opened, refused the work or was lost. With `retryable` in the JSON, trying again may help.
 * - `missing` 4: a package that the storage needs is not installed, or Node is older than 22.18.
 * - `bug` 70: a fault of the program itself.
 */
export const exitCodes = { ok: 0, found: 1, usage: 2, storage: 3, missing: 4, bug: 70 } as const

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
