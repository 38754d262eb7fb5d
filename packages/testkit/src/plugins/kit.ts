import type { Actor, Plugin } from '@huiyin/core'
import type { AnyRecordDefinition, RouteCall } from '@huiyin/core/plugin'
import type { Facet } from '../conformance/kit.js'

/** A command of the plugin's own that is accepted where it stands in the list. */
export interface PluginStep {
  /** The definition, as it stands in `records` of the plugin. */
  readonly record: AnyRecordDefinition
  /** Id of the record. */
  readonly id: string
  /** Name of the command. */
  readonly command: string
  /** Its input, as a caller gives it. */
  readonly input: unknown
  /** Who issues it. */
  readonly by: Actor
}

/** A plugin under test, with a life of its records. It is tested in the small city of `seedCity`, on Tuesday 4 January 2022 at ten. */
export interface PluginUnderTest {
  /** What is tested, as a city would load it. */
  readonly plugin: Plugin
  /** Those that it uses. Absent: none. */
  readonly uses?: readonly Plugin[]
  /** Commands in order, each accepted: all that people may issue, at least once each. */
  readonly steps: readonly PluginStep[]
  /** Free text and personal data among the inputs of the steps: none of them may be outside the vault. */
  readonly texts: readonly string[]
  /** Who may issue none of the commands, whatever record they are on. Default: staff without grants. */
  readonly stranger?: Actor
  /** Names of commands that the stranger may issue all the same. Default: none. */
  readonly open?: readonly string[]
  /** The plugin of the release before, which wrote what this one reads. Absent: there is none, and no form is tested. */
  readonly before?: Pick<PluginUnderTest, 'plugin' | 'steps'>
  /** Calls of its routes that are right, one at least for each. */
  readonly calls?: readonly {
    /** Of the route. */
    readonly method: string
    /** Of the route. */
    readonly path: string
    /** What comes in. */
    readonly call: RouteCall
  }[]
  /** What its deliveries have done outside, to be compared before and after a repetition. Absent: they do nothing outside. */
  readonly outside?: () => unknown
  /** Lets go of what the test holds. */
  readonly cleanup: () => Promise<void>
}

/** Makes a plugin and a life for one test. */
export type PluginFactory = () => Promise<PluginUnderTest>

/** A group of tests of the plugin contract under one name. */
export type PluginFacet = Facet<PluginUnderTest>
