import type { PersonalField } from '../../authority/contact-policy.js'
import type { Bilingual } from '../../contracts/text.js'

/** What refusals say where somebody wants to see more of the requester. A type literal, so that it may be indexed. */
export type RevealingRefusals = {
  /** 查看联系方式: nobody handles the request now. */
  'reveal-not-in-handling': {
    /** Name of the state the request is in. */
    readonly status: string
    /** What that state is called. */
    readonly title: Bilingual
  }
  /** 查看联系方式: the requester was promised to be kept from the units. */
  'reveal-withheld': {
    /** Which promise it was. */
    readonly because: 'confidential' | 'anonymous'
  }
  /** 查看联系方式: none of the fields is there, or all are shown as they are. */
  'nothing-to-reveal': {
    /** What was asked for. */
    readonly fields: readonly PersonalField[]
    /** Where in the call the fault is. */
    readonly path: readonly string[]
  }
}
