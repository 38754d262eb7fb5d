/** What refusals say where a person of the unit is named. A type literal, so that it may be indexed. */
export type AssigningRefusals = {
  /** 指定经办人: the person does not handle for the unit in charge. Only of whoever takes it themself is that known. */
  'assignee-not-of-unit': {
    /** Id of the person who was to look after it. */
    readonly person: string
    /** Id of the unit in charge; empty when there is none. */
    readonly unit: string
  }
  /** 本人领办: somebody looks after it already. */
  'assignee-there': {
    /** Id of the person who does. */
    readonly assignee: string
  }
  /** 指定经办人: that person looks after it already, or nobody does. */
  'assignee-unchanged': {
    /** Id of the person who does; absent for nobody. */
    readonly assignee?: string
  }
}
