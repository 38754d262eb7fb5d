import type { Actor } from '../../contracts/actor.js'
import { parseReader } from '../../import/parse.js'
import type { Plugin, PluginActs, PluginApis } from '../../plugin/plugin.js'
import { requestInputs } from '../../request/commands.js'
import type { ActInput, OwnCommands } from '../../request/own/own-command.js'
import type { Requests } from '../../request/requests.js'
import type { Services } from './services.js'

interface Acting {
  /** Who acts or reads. */
  readonly by: Actor
}

// The options of a call without `by`; they may be left out where nothing else is needed.
type Rest<Options extends Acting> =
  Record<never, never> extends Omit<Options, 'by'> ? [options?: Omit<Options, 'by'>] : [options: Omit<Options, 'by'>]
type ArgumentsOf<Given extends readonly unknown[]> = Given extends readonly [...infer First, infer Last]
  ? Last extends Acting
    ? [...First, ...Rest<Last>]
    : Given
  : Given

// A call has one form or two: with and without its input.
type Forms<Call> = Call extends { (...given: infer A): infer R; (...given: infer B): infer S } ? [A, R, B, S] : never
type BoundCall<Call> =
  Forms<Call> extends [infer A extends unknown[], infer R, infer B extends unknown[], infer S]
    ? ((...given: ArgumentsOf<A>) => R) & ((...given: ArgumentsOf<B>) => S)
    : Call

type AnyCall = (...given: never[]) => unknown

/** A service as one actor uses it: `by` is not asked for any more. */
export type Bound<Service> = {
  readonly [Name in keyof Service]: Service[Name] extends AnyCall ? BoundCall<Service[Name]> : Service[Name]
}

/** Names of the calls of a service that ask who acts. */
export type Asking<Service> = {
  [Name in keyof Service]: Service[Name] extends (...given: infer Given) => unknown
    ? Given extends readonly [...unknown[], infer Last]
      ? Last extends Acting
        ? Name
        : never
      : never
    : never
}[keyof Service]

/** What `huiyin.as(actor)` gives: every service and every plugin, for this actor. */
export type BoundHuiyin<
  Plugins extends readonly Plugin[] = readonly Plugin[],
  Commands extends OwnCommands = OwnCommands,
> = {
  readonly [Noun in Exclude<keyof Services, 'requests'>]: Bound<Services[Noun]>
} & {
  /** Commands on requests and views of them, for this actor 诉求. */
  readonly requests: Bound<Requests<ActInput<Commands> | PluginActs<Plugins>>>
  /** The APIs of plugins. A call whose last argument is its options, with `by`, is given the actor. */
  readonly plugins: { readonly [Id in keyof PluginApis<Plugins>]: Bound<PluginApis<Plugins>[Id]> }
}

type Places = { readonly [Noun in keyof Services]: { readonly [Name in Asking<Services[Noun]>]: number } }

const actions = Object.keys(requestInputs) as (keyof typeof requestInputs)[]
const commands = Object.fromEntries(actions.map((action) => [action, 2])) as Record<keyof typeof requestInputs, number>

/** Where the options stand in every call that asks who acts. The compiler holds that none is missing. */
export const optionsAt: Places = {
  areas: { import: 1, split: 2, merge: 2, retire: 2, recode: 2, redraw: 2, cancel: 1, plan: 2, apply: 2, preview: 1 },
  calendar: { amend: 1 },
  policies: { adopt: 1, preview: 1 },
  teams: {
    import: 1,
    join: 2,
    leave: 2,
    replace: 2,
    forget: 2,
    of: 1,
    whoServes: 1,
    buildingLeads: 1,
    check: 1,
    reveal: 2,
    eraseOf: 1,
  },
  contacts: {
    setAddress: 2,
    removeAddress: 2,
    setName: 2,
    prefer: 2,
    consent: 2,
    withdrawConsent: 2,
    useConsent: 2,
    reveal: 2,
    eraseOf: 2,
    of: 1,
    ledger: 1,
    setRecipients: 2,
    recipients: 1,
    wouldReach: 1,
  },
  privacy: { retention: 0, export: 1, erase: 1 },
  catalogue: { import: 1, preview: 1 },
  requests: {
    ...commands,
    get: 1,
    find: 1,
    counts: 1,
    queue: 0,
    mine: 0,
    badges: 0,
    forResident: 1,
    forStaff: 1,
    history: 1,
    notices: 1,
    timeline: 1,
    preview: 3,
    previewSubmit: 1,
    explainDeadline: 1,
    mayDo: 1,
    attachments: 1,
    openAttachment: 2,
    eraseTextsOf: 2,
  },
  files: { put: 1, newRef: 0, check: 0, removeUnused: 0 },
  evaluation: { measure: 2, league: 2, count: 2, freeze: 2, frozen: 2, recount: 0 },
  deliveries: {
    deadLetters: 1,
    pending: 1,
    sent: 1,
    replay: 1,
    destinations: 0,
    retire: 1,
    reinstate: 1,
    pauses: 0,
    resume: 1,
    check: 0,
  },
  sinks: { backfill: 1 },
  audit: { verify: 0, checkpoint: 0 },
}

type Call = (...given: unknown[]) => unknown
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const ownOptions = ['key', 'expectedVersion', 'tx']

// `submit` may be given an id of its own first; a command without input may be given its options in the place of it.
function placeIn(noun: string, name: string, place: number, given: readonly unknown[]): number {
  if (noun !== 'requests' || place !== 2) return place
  if (name === 'submit') return typeof given[0] === 'string' ? 2 : 1
  const [, second] = given
  return given.length === 2 && isObject(second) && ownOptions.some((option) => Object.hasOwn(second, option))
    ? 1
    : place
}

function called(call: Call, place: number, given: readonly unknown[], by: Actor): unknown {
  const options = given[place]
  const all = [...given]
  while (all.length < place) all.push(undefined)
  // What is no options object is an argument of a call that does not ask who acts.
  if (options === undefined || isObject(options)) all[place] = { ...options, by }
  return call(...all)
}

function boundService(noun: string, service: object, places: Readonly<Record<string, number>>, by: Actor): object {
  return Object.fromEntries(
    Object.entries(service).map(([name, member]: [string, unknown]) => {
      const place = Object.hasOwn(places, name) ? places[name] : undefined
      if (typeof member !== 'function' || place === undefined) return [name, member]
      return [name, (...given: unknown[]) => called(member as Call, placeIn(noun, name, place, given), given, by)]
    }),
  )
}

// Whose API it is says with its parameters where the options stand: last.
function boundApi(api: unknown, by: Actor): unknown {
  if (!isObject(api)) return api
  const places = Object.entries(api).flatMap(([name, member]) =>
    typeof member === 'function' && member.length > 0 ? [[name, member.length - 1] as const] : [],
  )
  return Object.freeze(boundService('', api, Object.fromEntries(places), by))
}

/** The services for one actor. @throws InvalidInputError for what is no actor */
export function boundTo<Plugins extends readonly Plugin[], Commands extends OwnCommands>(
  services: Services,
  plugins: PluginApis<Plugins>,
  actor: Actor,
): BoundHuiyin<Plugins, Commands> {
  const by = Object.freeze(parseReader({ by: actor }))
  const nouns = Object.keys(optionsAt) as (keyof Services)[]
  return Object.freeze({
    ...Object.fromEntries(
      nouns.map((noun) => [noun, Object.freeze(boundService(noun, services[noun], optionsAt[noun], by))]),
    ),
    plugins: Object.freeze(Object.fromEntries(Object.entries(plugins).map(([id, api]) => [id, boundApi(api, by)]))),
  }) as unknown as BoundHuiyin<Plugins, Commands>
}
