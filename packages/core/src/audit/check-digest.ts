import type { Digest } from '../contracts/digest.js'
import type { Storage } from '../contracts/storage.js'
import { inBoth } from '../errors/faults.js'
import { ConfigurationError } from '../errors.js'
import { genesis, link } from '../record/chain.js'

const few = 5

/**
 * Refuses a digest or key that is not the record's: the next event chained with it could never be verified again. Among the five oldest
 * records one chain that begins with it is enough, so that one damaged record does not prevent the start.
 *
 * @throws ConfigurationError when none of them does
 */
export async function assertDigestMatches(storage: Storage, digest: Digest): Promise<void> {
  const { items } = await storage.find({ limit: few })
  for (const record of items) {
    const [first] = await storage.history(record, { after: 0, limit: 1 })
    if (first !== undefined && link(digest, genesis(digest, record), first.bytes) === first.hash) return
  }
  if (items.length > 0)
    throw new ConfigurationError(
      inBoth(
        `配置的摘要算法（${digest.name}）与本档案不符。请使用创建档案时的算法和密钥；若确实相同，请运行 \`huiyin verify\`。`,
        `The configured digest (${digest.name}) does not match this record. Use the digest and key it was created with; if they are the same, run \`huiyin verify\`.`,
      ),
      { digest: digest.name },
    )
}
