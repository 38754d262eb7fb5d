const longest = 2000

/**
 * Anything in words, for logs and reasons: at most 2000 characters, cut before anybody searches them. Never throws, since what strangers throw
 * may have no prototype, a throwing `toString` or a throwing `message`.
 */
export function inWords(value: unknown): string {
  try {
    return String(value).slice(0, longest)
  } catch {
    return 'something that cannot be put into words'
  }
}

/** What an error says, without its name; anything else in words. Never throws. */
export function messageIn(error: unknown): string {
  try {
    return inWords(error instanceof Error ? error.message : error)
  } catch {
    return 'something that cannot be put into words'
  }
}
