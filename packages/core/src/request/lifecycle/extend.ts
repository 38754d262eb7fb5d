import type { Branch, LifecycleDefinition, LifecycleState } from './definition.js'

/** Changes to a lifecycle: states added, replaced whole or (with `null`) removed, single entries of `on` added, replaced or (with `null`) removed. */
export interface LifecycleChange {
  /** That of the base with a plus sign when absent. */
  readonly name?: string
  /** Where requests begin; as in the base when absent. */
  readonly initial?: string
  /** Added to those of the base. */
  readonly continuing?: readonly string[]
  /** By name; one that the base has is replaced whole, and `null` takes it away. */
  readonly states?: Readonly<Record<string, LifecycleState | null>>
  /** Commands by state; `null` takes a command away. */
  readonly on?: Readonly<Record<string, Readonly<Record<string, Branch | readonly Branch[] | null>>>>
  /** Commands of every open state, added to those of the base. */
  readonly everywhere?: Readonly<Record<string, Branch>>
}

/**
 * A lifecycle with changes merged in. Nothing is checked here: loading proves the result. A command of your own that it names is declared besides, with `commands`.
 *
 * @example A place verifies every report on site before it is dispatched (立案前核实):
 * ```ts
 * import { defaultLifecycle } from '@huiyin/core'
 * import { extendLifecycle } from '@huiyin/core/plugin'
 *
 * export const ours = extendLifecycle(defaultLifecycle, {
 *   states: {
 *     verifying: {
 *       title: { zh: '现场核实中', en: 'being verified on site' },
 *       step: 'report',
 *       owner: 'dispatcher',
 *       clocks: ['preFilingVerify'],
 *       on: { confirm: { target: 'reported' }, void: { target: 'voided' }, 'expire:preFilingVerify': { target: 'reported' } },
 *     },
 *   },
 *   initial: 'verifying',
 * })
 * ```
 */
export function extendLifecycle(base: LifecycleDefinition, change: LifecycleChange): LifecycleDefinition {
  // A map, so that a name such as `__proto__` stays a name and loading can refuse it.
  const states = new Map<string, LifecycleState>()
  for (const [name, state] of Object.entries({ ...base.states, ...change.states }))
    if (state !== null) states.set(name, state)
  for (const [name, entries] of Object.entries(change.on ?? {})) {
    const state = states.get(name)
    const on = Object.fromEntries(
      Object.entries({ ...state?.on, ...entries }).filter(
        (entry): entry is [string, Branch | readonly Branch[]] => entry[1] !== null,
      ),
    )
    // A state that is not there stays visible as a broken one, so that loading names it.
    states.set(name, { ...(state ?? { title: { zh: name, en: name } }), on } as LifecycleState)
  }
  return {
    name: change.name ?? `${base.name}+`,
    initial: change.initial ?? base.initial,
    continuing: [...new Set([...base.continuing, ...(change.continuing ?? [])])],
    states: Object.fromEntries(states),
    everywhere: { ...base.everywhere, ...change.everywhere },
  }
}
