import type { Page } from '@huiyin/core'

const pageSize = 500
const mostRead = 20_000

/** Looks at items page by page, at 20 000 at most: how many were read, and whether those were all. */
export async function readSome<Item>(
  pageOf: (query: { readonly limit: number; readonly after?: string }) => Promise<Page<Item>>,
  look: (item: Item) => void,
): Promise<{ readonly read: number; readonly all: boolean }> {
  let read = 0
  let after: string | undefined
  do {
    const page = await pageOf({ limit: pageSize, ...(after !== undefined && { after }) })
    page.items.forEach(look)
    read += page.items.length
    after = page.next
  } while (after !== undefined && read < mostRead)
  return { read, all: after === undefined }
}
