import type { z } from 'zod'
import type { Instance } from '../contracts/abort.js'
import type { Actor } from '../contracts/actor.js'
import type { PluginHost } from './host.js'

/** The `Request` of the platform; where its types are not known, what there is of it. */
export type RequestLike = Instance<
  'Request',
  {
    /** Upper-case name of the method. */
    readonly method: string
    /** The whole address. */
    readonly url: string
    /** The body as it came, for signatures over its bytes. */
    arrayBuffer(): Promise<ArrayBuffer>
  }
>

/** The `Response` of the platform; where its types are not known, what there is of it. */
export type ResponseLike = Instance<
  'Response',
  {
    /** HTTP status code. */
    readonly status: number
    /** The body. */
    arrayBuffer(): Promise<ArrayBuffer>
  }
>

/** What a route answers: a status and a body that is sent as JSON, or a whole `Response`. */
export type RouteAnswer =
  | {
      /** HTTP status code. */
      readonly status: number
      /** JSON-serializable; nothing is sent when absent. */
      readonly body?: unknown
    }
  | ResponseLike

type Parsed<Schema extends z.ZodType | undefined, Otherwise> = Schema extends z.ZodType ? z.output<Schema> : Otherwise

/** One call of a route, as it came in. */
export interface RouteCall {
  /** Parameters of the path by name, decoded. Absent: none. */
  readonly params?: Readonly<Record<string, string>>
  /** Parameters of the query by name; a list where one came several times. Absent: none. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>
  /** Parsed JSON; absent without a body, and where it is no JSON. */
  readonly body?: unknown
  /** Who calls, as the server found out from the session; absent when nobody is signed in. */
  readonly by?: Actor | undefined
  /** The call itself, for headers and for the body as it came. */
  readonly raw?: RequestLike
}

/** An HTTP route, as data; an HTTP package mounts it below `/plugins/<id>`. */
export interface PluginRoute<
  Params extends z.ZodType | undefined = z.ZodType | undefined,
  Query extends z.ZodType | undefined = z.ZodType | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Access extends 'actor' | 'anyone' = 'actor' | 'anyone',
> {
  /** GET must change nothing. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Begins with `/`; a parameter is written `:name`. */
  readonly path: string
  /** `actor`: only who is signed in, and `by` is there. `anyone`: also nobody, such as a provider that pushes; check its signature by `raw`. */
  readonly access: Access
  /** What is parsed before `handle` is called. A part without a schema comes as it is. */
  readonly input?: {
    /** Of the parameters of the path. */
    readonly params?: Params
    /** Of the parameters of the query. */
    readonly query?: Query
    /** Of the JSON that came in. */
    readonly body?: Body
  }
  /** What the body of an answer looks like, for documentation; it is not checked. */
  readonly output?: z.ZodType
  /** Answers one call. */
  handle(
    request: {
      /** Parsed, or as they came. */
      readonly params: Parsed<Params, Readonly<Record<string, string>>>
      /** Parsed, or as they came. */
      readonly query: Parsed<Query, Readonly<Record<string, string | readonly string[]>>>
      /** Parsed, or as it came: untrusted. */
      readonly body: Parsed<Body, unknown>
      /** Who calls; with `access: 'anyone'` nobody may be signed in. */
      readonly by: Access extends 'actor' ? Actor : Actor | undefined
      /** The call itself, where the server hands it on. */
      readonly raw: RequestLike | undefined
    },
    host: PluginHost,
  ): Promise<RouteAnswer>
}

// biome-ignore lint/suspicious/noExplicitAny: schemas differ per route
export type AnyPluginRoute = PluginRoute<any, any, any, any>

/**
 * Defines a route: what `handle` gets has the types of the schemas.
 *
 * @example
 * ```ts
 * import { defineRoute } from '@huiyin/core/plugin'
 *
 * const now = defineRoute({
 *   method: 'GET',
 *   path: '/now',
 *   access: 'anyone',
 *   handle: async (_request, host) => ({ status: 200, body: { now: host.now() } }),
 * })
 * ```
 */
export function defineRoute<
  Access extends 'actor' | 'anyone',
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(route: PluginRoute<Params, Query, Body, Access>): PluginRoute<Params, Query, Body, Access> {
  return Object.freeze({ ...route })
}
