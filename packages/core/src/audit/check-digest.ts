import type { Digest } from '../contracts/digest.js'
import type { Storage } from '../contracts/storage.js'
import { ConfigurationError } from '../errors.js'
import { genesis, link } from '../record/chain.js'

const few = 5

/**
 * Refuses a digest or key that is not the record's: the next event chained with it could never be verified again. One chain among the oldest that
 * begins with it is enough, so that a damaged record keeps nobody from starting.
 *
 * @throws ConfigurationError
 */
export async function assertDigestMatches(storage: Storage, digest: Digest): Promise<void> {
  const { items } = await storage.find({ limit: few })
  for (const record of items) {
    const [first] = await storage.history(record, { after: 0, limit: 1 })
    if (first !== undefined && link(digest, genesis(digest, record), first.bytes) === first.hash) return
  }
  if (items.length > 0)
    throw new ConfigurationError(
      `No chain of this record begins with the digest ${digest.name} given here: pass the digest, and the key, that it was made with. If they are the same, the record was changed: verify it.`,
      { digest: digest.name },
    )
}
