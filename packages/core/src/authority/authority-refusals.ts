import type { Bilingual } from '../contracts/text.js'
import { defineRefusals } from '../import/refusal.js'

/** Why an actor is refused, whatever it was that they wanted. */
export type AuthorityRefusals = {
  /** Two roles that exclude each other are held by one actor: neither gives anything. Nothing was read or written. */
  'roles-exclude-each-other': {
    /** Id of the actor. */
    actor: string
    /** Names of the two roles. */
    roles: readonly [string, string]
    /** What the two are called. */
    titles: readonly [Bilingual, Bilingual]
  }
  /** The table of permissions does not let the actor issue this command on a record of a plugin. Nothing was read or written. */
  'command-not-permitted': {
    /** Id of the actor. */
    actor: string
    /** Type of the record, which is the noun of the table. */
    type: string
    /** Name of the command. */
    action: string
    /** Parties that may; empty where no table names the command. */
    needs: readonly string[]
    /** The same in words. */
    who: Bilingual
  }
  /** The actor may not read what was asked for. Nothing was read. */
  'reading-not-permitted': {
    /** Id of the actor. */
    actor: string
    /** What was to be read, such as `requests`. */
    what: string
    /** Parties that may read it. */
    needs: readonly string[]
    /** The same in words. */
    who: Bilingual
    /** Codes of the areas that the actor may read of; absent where none would do. */
    areas?: readonly string[]
    /** Ids of the units that the actor may read of; absent where none would do. */
    units?: readonly string[]
  }
}

function instead({ areas = [], units = [] }: AuthorityRefusals['reading-not-permitted']): Bilingual {
  if (areas.length + units.length === 0) return { zh: '', en: '' }
  const zh = [
    ...(areas.length > 0 ? [`区划 ${areas.join('、')}`] : []),
    ...(units.length > 0 ? [`单位 ${units.join('、')}`] : []),
  ]
  const en = [
    ...(areas.length > 0 ? [`areas ${areas.join(', ')}`] : []),
    ...(units.length > 0 ? [`units ${units.join(', ')}`] : []),
  ]
  return { zh: `您可查阅：${zh.join('；')}。`, en: ` You may read of: ${en.join('; ')}.` }
}

/** The refusals that every kind of record shares. */
export const authorityRefusals = defineRefusals<AuthorityRefusals>(
  {
    'roles-exclude-each-other': {
      zh: (d) => `${d.titles[0].zh}与${d.titles[1].zh}不得由一人兼任，两个角色的权限均不予行使。`,
      en: (d) =>
        `${d.titles[0].en} and ${d.titles[1].en} must not be one person; neither role gives anything while both are held.`,
    },
    'command-not-permitted': {
      zh: (d) => `您无权对 ${d.type} 执行 ${d.action}；需要：${d.who.zh}。`,
      en: (d) => `You may not ${d.action} a record of the type ${d.type}; it takes ${d.who.en}.`,
    },
    'reading-not-permitted': {
      zh: (d) => `您无权查阅此项；需要：${d.who.zh}。${instead(d).zh}`,
      en: (d) => `You may not read this; it takes ${d.who.en}.${instead(d).en}`,
    },
  },
  {
    'roles-exclude-each-other': 'forbidden',
    'command-not-permitted': 'forbidden',
    'reading-not-permitted': 'forbidden',
  },
)
