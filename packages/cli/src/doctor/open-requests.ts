import type { RequestFacts } from '@huiyin/core'
import type { OpenRecord } from '../record/open-record.js'
import { system } from '../record/system.js'
import type { Finding } from './finding.js'
import { readSome } from './read-some.js'

/** A check of all open requests. */
export interface RequestCheck {
  /** Looks at one of them. */
  look(request: RequestFacts): void
  /** What it came to, and how many were looked at. */
  found(looked: { readonly read: number; readonly all: boolean }): Finding
}

/** Carries out several checks of the open requests in one reading. */
export async function checkOpenRequests<const Checks extends readonly RequestCheck[]>(
  { huiyin }: OpenRecord,
  checks: Checks,
): Promise<{ [Position in keyof Checks]: Finding }> {
  const looked = await readSome(
    (page) => huiyin.requests.find({ open: true, ...page }, { by: system }),
    (request) => {
      for (const check of checks) check.look(request)
    },
  )
  return checks.map((check) => check.found(looked)) as { [Position in keyof Checks]: Finding }
}
