import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { HuiyinOptions } from '@huiyin/core'
import { wrongUse } from '../command-failure.js'

/** Options of a place without the storage: plugins, time limits, calendar, lifecycle, codes. */
export type Config = Omit<HuiyinOptions, 'storage'>

/**
 * Loads the configuration of a place: a module whose default export holds the options of `createHuiyin`, without the storage.
 *
 * @throws CommandFailure (wrong use) when the module cannot be loaded or exports no object
 */
export async function loadConfig(path: string | undefined): Promise<Config> {
  if (path === undefined) return {}
  let exported: unknown
  try {
    exported = ((await import(pathToFileURL(resolve(path)).href)) as { default?: unknown }).default
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw wrongUse(`无法加载配置 ${path}：${why}`, `${path} could not be loaded: ${why}`, { config: path }, error)
  }
  if (typeof exported !== 'object' || exported === null)
    throw wrongUse(
      `${path} 须以 export default 导出 createHuiyin 的选项。`,
      `${path} must export the options of createHuiyin as its default.`,
      { config: path },
    )
  const { storage: _, ...config } = exported as Partial<HuiyinOptions>
  return config
}
